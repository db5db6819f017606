package drawbridge.console.importing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A CSV file that was looked through once: it is there, its text can be read, and its first row
/// names the columns. It is read a second time row by row, and never held as a whole.
///
/// @param digest of its bytes
/// @param lines how many it has, for the progress alone
record CsvFile(
        Path path, Charset charset, char separator, String digest, long lines, List<String> columns)
        implements SourceFile {

    private static final String SEPARATORS = ",;\t|";

    CsvFile {
        columns = List.copyOf(columns);
    }

    /// @param separator between cells; empty: found by the first row
    /// @param renamed what columns are called instead
    /// @throws BadFile when it cannot be imported
    static CsvFile open(
            Path path, Charset charset, Optional<Character> separator, Map<String, String> renamed)
            throws BadFile {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long lines = lines(path, charset, digest);
            char between = separator.isPresent() ? separator.get() : guessed(path, charset);
            List<String> columns = columns(path, charset, between, renamed);
            return new CsvFile(
                    path,
                    charset,
                    between,
                    HexFormat.of().formatHex(digest.digest()),
                    lines,
                    columns);
        } catch (NoSuchFileException missing) {
            throw new BadFile("There is no file " + path + ".");
        } catch (IOException unreadable) {
            throw new BadFile(path + " cannot be read: " + unreadable.getMessage() + ".");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The rows after the first.
    @Override
    public CsvRows rows() throws IOException {
        CsvRows rows = new CsvRows(reader(path, charset), separator);
        Optional<CsvRow> _ = rows.next();
        return rows;
    }

    @Override
    public Rejected rejects(Path to, boolean goesOn) throws IOException {
        return Rejects.open(to, this, goesOn);
    }

    private static long lines(Path path, Charset charset, MessageDigest digest)
            throws IOException, BadFile {
        long lines = 1;
        boolean ended = false;
        try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest);
                Reader reader = reader(in, charset)) {
            char[] some = new char[64 * 1024];
            for (int n = reader.read(some); n >= 0; n = reader.read(some)) {
                for (int i = 0; i < n; i++) {
                    ended = some[i] == '\n';
                    lines += ended ? 1 : 0;
                }
            }
            return ended ? lines - 1 : lines;
        } catch (CharacterCodingException other) {
            throw new BadFile(
                    path
                            + " is not written in "
                            + charset
                            + ", near line "
                            + lines
                            + ". Save it in that, or name its own with --charset, such as"
                            + " windows-1252.");
        }
    }

    private static char guessed(Path path, Charset charset) throws IOException {
        String first;
        try (Reader reader = reader(path, charset)) {
            first = new CsvLines(reader).next().map(CsvLines.Line::text).orElse("");
        }
        // What stands within quotation marks separates nothing.
        String bare = first.replaceAll("\"[^\"]*\"", "");
        char best = SEPARATORS.charAt(0);
        long most = 0;
        for (int i = 0; i < SEPARATORS.length(); i++) {
            char candidate = SEPARATORS.charAt(i);
            long count = bare.chars().filter(sign -> sign == candidate).count();
            if (count > most) {
                most = count;
                best = candidate;
            }
        }
        return best;
    }

    private static List<String> columns(
            Path path, Charset charset, char separator, Map<String, String> renamed)
            throws IOException, BadFile {
        try (CsvRows rows = new CsvRows(reader(path, charset), separator)) {
            Optional<CsvRow> first = rows.next();
            if (first.isEmpty()) {
                throw new BadFile(path + " is empty; its first row must name the columns.");
            }
            return switch (first.get()) {
                case CsvRow.Broken(long line, String _, String why) ->
                        throw new BadFile(
                                "Line " + line + " must name the columns, but " + why + ".");
                case CsvRow.Cells(long _, List<String> names) -> renamed(names, renamed);
                case CsvRow.Record _ -> throw new IllegalStateException("no table holds records");
            };
        }
    }

    private static List<String> renamed(List<String> names, Map<String, String> renamed)
            throws BadFile {
        List<String> columns =
                names.stream()
                        .map(String::strip)
                        .map(name -> renamed.getOrDefault(name, name))
                        .toList();
        for (String wanted : renamed.keySet()) {
            if (names.stream().map(String::strip).noneMatch(wanted::equals)) {
                throw new BadFile(
                        "There is no column \""
                                + wanted
                                + "\"; there are: "
                                + String.join(", ", names)
                                + ".");
            }
        }
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!column.isEmpty() && !seen.add(column)) {
                throw new BadFile("The column \"" + column + "\" stands there twice.");
            }
        }
        return columns;
    }

    private static Reader reader(Path path, Charset charset) throws IOException {
        return reader(Files.newInputStream(path), charset);
    }

    /// What is no text in this encoding is an error, and not replaced.
    private static Reader reader(InputStream in, Charset charset) {
        return new BufferedReader(
                new InputStreamReader(
                        in,
                        charset.newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }
}
