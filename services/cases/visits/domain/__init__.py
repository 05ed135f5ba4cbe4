"""The rules of visits."""
