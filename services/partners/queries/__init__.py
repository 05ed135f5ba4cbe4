"""What partners' pages and API show. Reads only; a partner's rows come through queries/wall.py."""
