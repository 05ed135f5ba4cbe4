"""What is sent and given of visits."""
