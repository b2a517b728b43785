"""web.live: Socket.IO, rooms, presence and the wire."""
