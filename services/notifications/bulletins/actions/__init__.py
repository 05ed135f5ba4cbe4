"""What changes: who is subscribed, what a bulletin holds, what became of its mails."""
