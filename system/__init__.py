"""What the lab's processes ask of their operating system."""
