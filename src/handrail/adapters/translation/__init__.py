"""Translation engines that are installed on this machine."""
