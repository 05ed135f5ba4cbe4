"""The four services. None imports another: they meet in events and documents only."""
