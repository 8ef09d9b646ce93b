"""What keeps an installation alive: backup and restore, and the doctor that names what is wrong."""
