"""Django's SQLite backend with a queue for those who write. Settings name it as the database's ENGINE."""
