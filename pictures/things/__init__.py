"""The goods themselves: functions that return a drawing, by kind of goods."""
