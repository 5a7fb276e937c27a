"""The papers made from frozen manifests: spreadsheets and lists."""
