"""The contract between the services: `catalogue` says which events there are, `envelope` how one travels."""
