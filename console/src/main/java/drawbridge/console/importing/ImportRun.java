package drawbridge.console.importing;

import drawbridge.console.client.GatewayTrouble;
import drawbridge.console.client.Ops;
import drawbridge.opsapi.ImportResult;
import drawbridge.opsapi.ImportRows;
import drawbridge.opsapi.ImportSheet;
import drawbridge.opsapi.ImportState;
import drawbridge.opsapi.RefusedRow;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Hands the rows of a file to a gateway, one piece after the other: a piece is sent when the one
/// before it is stored, so that memory holds one piece whatever the size of the file.
final class ImportRun {

    /// So many rows in a piece, or fewer where they are large.
    static final int PIECE_ROWS = 200;

    private static final int PIECE_CHARACTERS = 256 * 1024;
    private static final int TRIES = 30;

    private final Ops ops;
    private final String tenant;
    private final ImportSheet sheet;
    private final SourceFile file;
    private final Told told;
    private final Pause pause;

    /// Who hears of the run.
    interface Told {

        void refused(CsvRow row, String words) throws IOException;

        void at(long line, ImportState state);
    }

    /// Waits a moment before the gateway is asked again.
    interface Pause {

        void now() throws InterruptedException;
    }

    ImportRun(Ops ops, String tenant, ImportSheet sheet, SourceFile file, Told told, Pause pause) {
        this.ops = ops;
        this.tenant = tenant;
        this.sheet = sheet;
        this.file = file;
        this.told = told;
        this.pause = pause;
    }

    /// Some rows of the file; those that are broken are in it too, for the count.
    private static final class Piece {
        final List<ImportRows.Row> rows = new ArrayList<>();
        final Map<Long, CsvRow> read = new HashMap<>();
        final List<CsvRow.Broken> broken = new ArrayList<>();
        int characters;
        long line;

        boolean isFull() {
            return rows.size() >= PIECE_ROWS || characters >= PIECE_CHARACTERS;
        }
    }

    /// @param begun what the gateway has of the file
    /// @return how far the file is in the end
    ImportState from(ImportState begun) throws IOException, InterruptedException {
        ImportState state = begun;
        try (SourceFile.Rows rows = file.rows()) {
            for (long skipped = 0; skipped < begun.rows(); skipped++) {
                if (rows.next().isEmpty()) {
                    return state;
                }
            }
            Optional<CsvRow> next = rows.next();
            while (!state.ended()) {
                Piece piece = new Piece();
                while (next.isPresent() && !piece.isFull()) {
                    add(piece, next.get());
                    next = rows.next();
                }
                state = send(state, piece, next.isEmpty());
                told.at(piece.line, state);
            }
        }
        return state;
    }

    private void add(Piece piece, CsvRow row) {
        piece.line = row.line();
        piece.read.put(row.line(), row);
        switch (row) {
            case CsvRow.Broken broken -> {
                piece.broken.add(broken);
                // The gateway counts it as a row, and refuses it as one without cells.
                piece.rows.add(
                        new ImportRows.Row(
                                row.line(), List.of(), sheet.columns().isEmpty() ? "" : null));
            }
            case CsvRow.Cells(long line, List<String> cells) -> {
                piece.rows.add(new ImportRows.Row(line, cells));
                piece.characters += cells.stream().mapToInt(String::length).sum();
            }
            case CsvRow.Record(long line, String json) -> {
                piece.rows.add(new ImportRows.Row(line, List.of(), json));
                piece.characters += json.length();
            }
        }
    }

    private ImportState send(ImportState before, Piece piece, boolean last)
            throws IOException, InterruptedException {
        ImportResult result = sent(new ImportRows(sheet, before.rows(), last, piece.rows), TRIES);
        long reached = before.rows() + piece.rows.size();
        if (result.state().rows() != reached) {
            throw new GatewayTrouble.Unintelligible(
                    "Somebody else imports the same file at this moment: it is at row "
                            + result.state().rows()
                            + " now. Let that end, then start again.");
        }
        for (RefusedRow row : result.refused()) {
            CsvRow read =
                    piece.read.getOrDefault(row.line(), new CsvRow.Cells(row.line(), List.of()));
            told.refused(read, words(piece, row, read));
        }
        return result.state();
    }

    /// A piece that was stored, and whose answer was lost, is known again.
    private ImportResult sent(ImportRows rows, int tries) throws InterruptedException {
        try {
            return ops.importRows(tenant, rows);
        } catch (GatewayTrouble trouble) {
            if (tries <= 1 || !worthAnotherTry(trouble)) {
                throw trouble;
            }
            pause.now();
            return sent(rows, tries - 1);
        }
    }

    private static boolean worthAnotherTry(GatewayTrouble trouble) {
        return switch (trouble) {
            case GatewayTrouble.NoAnswer _ -> true;
            case GatewayTrouble.Refused refused -> refused.problem().status() >= 500;
            case GatewayTrouble.WrongToken _,
                    GatewayTrouble.RoleTooLow _,
                    GatewayTrouble.Unintelligible _ ->
                    false;
        };
    }

    private String words(Piece piece, RefusedRow row, CsvRow read) {
        Optional<String> broken =
                piece.broken.stream()
                        .filter(each -> each.line() == row.line())
                        .map(CsvRow.Broken::why)
                        .findFirst();
        if (broken.isPresent()) {
            return broken.get();
        }
        int columns = file.columns().size();
        int cells = read instanceof CsvRow.Cells(long _, List<String> all) ? all.size() : columns;
        if (cells < columns) {
            return "ends after %d of %d columns: it is torn, or a separator is missing"
                    .formatted(cells, columns);
        }
        if (cells > columns) {
            return "has %d cells for %d columns: a value with a separator needs quotation marks"
                    .formatted(cells, columns);
        }
        return row.cells().stream()
                .map(cell -> cell.column() + ": " + cell.words())
                .collect(Collectors.joining("; "));
    }
}
