package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where secrets of the run were looked for, and where one was found.
///
/// @param looked how many pairs of a secret and a place
/// @param found a sentence each; it names the secret and never tells it
record Leaks(long looked, List<String> found) {

    static final Leaks NONE = new Leaks(0, List.of());

    private static final String COLUMNS =
            """
            select c.table_name, c.column_name, c.data_type
            from information_schema.columns c
            join information_schema.tables t using (table_schema, table_name)
            where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
                and c.data_type in ('text', 'bytea')
                and has_column_privilege(quote_ident(c.table_name), c.column_name, 'select')
                and not exists (
                    select from pg_inherits i
                    where i.inhrelid = quote_ident(c.table_name)::regclass)
            order by 1, 2
            """;

    Leaks {
        found = List.copyOf(found);
    }

    /// The secrets of a run by what they are for; the demo leaves them in a file of their own.
    static Map<String, String> secrets(Path folder) throws IOException {
        var secrets = new LinkedHashMap<String, String>();
        var file = folder.resolve("secrets.json");
        if (Files.exists(file)) {
            for (var secret : Json.read(Files.readString(file)).properties()) {
                secrets.put(secret.getKey(), secret.getValue().asText());
            }
        }
        return secrets;
    }

    /// The beginning of a secret's hash, as the ledgers write it.
    static String fingerprint(String secret) {
        try {
            var hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java has no SHA-256", missing);
        }
    }

    /// Looks into every log, ledger and note of the run. What the judge itself left there before is
    /// none of these: a run that is judged again is judged by the same evidence.
    static Leaks inFiles(Path folder, Map<String, String> secrets) throws IOException {
        var found = new ArrayList<String>();
        long looked = 0;
        List<Path> files;
        try (var all = Files.walk(folder, 2)) {
            files = all.filter(Leaks::isReadByMany).sorted().toList();
        }
        for (var file : files) {
            var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            for (var secret : secrets.entrySet()) {
                looked++;
                if (text.contains(secret.getValue())) {
                    found.add(
                            "The secret '%s' stands in %s."
                                    .formatted(secret.getKey(), folder.relativize(file)));
                }
            }
        }
        return new Leaks(looked, found);
    }

    private static boolean isReadByMany(Path file) {
        var name = file.getFileName().toString();
        return Files.isRegularFile(file)
                && !name.equals(RunDatabase.LOG)
                && (name.endsWith(".log") || name.endsWith(".jsonl"));
    }

    /// Looks into every column of the journal that could hold one.
    static Leaks inJournal(Connection database, Map<String, String> secrets) throws SQLException {
        var found = new ArrayList<String>();
        long looked = 0;
        for (var column : columns(database)) {
            looked += secrets.size();
            found.addAll(inColumn(database, column, secrets));
        }
        return new Leaks(looked, found);
    }

    private record Column(String table, String name, boolean bytes) {}

    private static List<Column> columns(Connection database) throws SQLException {
        var columns = new ArrayList<Column>();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(COLUMNS)) {
            while (rows.next()) {
                columns.add(
                        new Column(
                                rows.getString(1),
                                rows.getString(2),
                                rows.getString(3).equals("bytea")));
            }
        }
        return columns;
    }

    private static List<String> inColumn(
            Connection database, Column column, Map<String, String> secrets) throws SQLException {
        var where =
                column.bytes() ? "position(s.b in t.\"%s\") > 0" : "position(s.t in t.\"%s\") > 0";
        var sql =
                ("select s.n from (select n, t, convert_to(t, 'UTF8') as b"
                                + " from unnest(?) with ordinality as given(t, n)) s"
                                + " where exists (select from \"%s\" t where "
                                + where
                                + ")")
                        .formatted(column.table(), column.name());
        var names = new ArrayList<>(secrets.keySet());
        var found = new ArrayList<String>();
        try (var statement = database.prepareStatement(sql)) {
            var values = database.createArrayOf("text", secrets.values().toArray());
            statement.setArray(1, values);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(
                            "The secret '%s' stands in the journal, in %s.%s."
                                    .formatted(
                                            names.get(rows.getInt(1) - 1),
                                            column.table(),
                                            column.name()));
                }
            }
        }
        return found;
    }

    Leaks and(Leaks others) {
        var all = new ArrayList<>(found);
        all.addAll(others.found);
        return new Leaks(looked + others.looked, all);
    }

    /// Whose each key of a system is, by its fingerprint.
    static Map<String, String> owners(JsonNode accounts) {
        var owners = new LinkedHashMap<String, String>();
        for (var account : accounts.path("accounts")) {
            if (account.hasNonNull("key")) {
                owners.put(
                        fingerprint(account.path("key").asText()),
                        account.path("account").asText());
            }
        }
        return owners;
    }
}
