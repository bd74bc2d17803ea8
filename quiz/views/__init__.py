"""The doors: function views, a file a stage. Each one fetches, asks a form, calls a verb and answers."""
