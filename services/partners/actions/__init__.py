"""What changes partners' tables. Each public function runs in the caller's transaction and never commits."""
