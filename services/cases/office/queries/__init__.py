"""What a head of the office asks: who has how much, who did what, who was told of which right."""
