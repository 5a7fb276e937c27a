"""What an UMKM does by chat: answers, recaps, pick lists."""
