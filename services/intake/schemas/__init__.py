"""The shapes of what the API of intake takes and gives, and of what intake seals and keeps."""
