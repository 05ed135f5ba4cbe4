"""Manifests for kustomize (docs/kubernetes.md), and the one step that a person takes beside them: making the secrets."""
