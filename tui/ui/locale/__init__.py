"""What the screen says in other languages than English."""
