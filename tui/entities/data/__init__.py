"""Lists of names as plain files, and the script that builds those that come from elsewhere."""
