package drawbridge.intake;

import drawbridge.intake.Imports.Position;

/// A file's position as the text of a cursor.
final class ImportPosition {

    private ImportPosition() {}

    static String write(Position at) {
        return at.rows()
                + " "
                + at.taken()
                + " "
                + at.refused()
                + (at.ended() ? " ended" : " open");
    }

    static Position read(String text) {
        String[] parts = text.split(" ", -1);
        return new Position(
                Long.parseLong(parts[0]),
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                parts[3].equals("ended"));
    }
}
