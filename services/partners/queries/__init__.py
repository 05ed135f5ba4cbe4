"""What partners' pages and API show. Reads only; a partner's rows come through models/wall.py."""
