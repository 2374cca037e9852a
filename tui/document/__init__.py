"""What an article is, and how bytes become one."""
