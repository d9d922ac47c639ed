"""What goes on round long work: the progress told, a fault noted, a full disk, memory looked through seldom."""
