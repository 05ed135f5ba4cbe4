"""What a person does with subjects that are stuck: what they see, what they may do, and the pages and commands for it."""
