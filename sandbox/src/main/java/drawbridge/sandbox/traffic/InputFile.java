package drawbridge.sandbox.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// The rows of a CSV file whose first line names the columns, packed or not.
///
/// @param torn lines that do not have as many values as there are columns
record InputFile(List<Row> rows, List<Long> torn) {

    /// @param line its number in the file, the line of the names being 1
    record Row(long line, List<String> names, List<String> values) {
        String get(String name) {
            return values.get(names.indexOf(name)).strip();
        }
    }

    /// @param columns that the file must have
    static InputFile read(Path file, List<String> columns) throws IOException {
        try (var raw = Files.newInputStream(file);
                var plain =
                        file.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw;
                var text =
                        new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            var head = text.readLine();
            var names = values(head == null ? "" : head.replace("\uFEFF", ""));
            for (var column : columns) {
                if (!names.contains(column)) {
                    throw new IOException(file + " has no column " + column + ".");
                }
            }
            return rows(text, names);
        }
    }

    private static InputFile rows(BufferedReader text, List<String> names) throws IOException {
        var rows = new ArrayList<Row>();
        var torn = new ArrayList<Long>();
        long line = 1;
        for (var next = text.readLine(); next != null; next = text.readLine()) {
            line++;
            var values = values(next);
            if (values.size() == names.size()) {
                rows.add(new Row(line, names, values));
            } else if (!next.isBlank()) {
                torn.add(line);
            }
        }
        return new InputFile(rows, torn);
    }

    /// The values of a line; one in quotes may hold commas, and quotes doubled.
    static List<String> values(String line) {
        var values = new ArrayList<String>();
        var value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                value.append(line.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                values.add(value.toString());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString());
        return values;
    }
}
