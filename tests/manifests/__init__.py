"""The manifests of deploy/kubernetes, put together and judged."""
