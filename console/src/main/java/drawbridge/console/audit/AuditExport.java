package drawbridge.console.audit;

import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;

import drawbridge.opsapi.Audit;
import drawbridge.opsapi.AuditFinding;
import drawbridge.opsapi.OpsJson;
import drawbridge.opsapi.RecordId;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An audit as a file: whole as JSON, or its findings as CSV, a row for each group that differs.
enum AuditExport {
    CSV {
        @Override
        void write(Writer writer, Audit audit, List<AuditFinding> findings) throws IOException {
            try (CsvGenerator csv = new CsvFactory().createGenerator(writer)) {
                csv.setSchema(CsvSchema.emptySchema());
                CsvGenerator _ = csv.configure(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING, true);
                row(csv, COLUMNS);
                for (AuditFinding finding : findings) {
                    if (finding.groups().isEmpty()) {
                        row(csv, cells(finding, null));
                    }
                    for (AuditFinding.Group group : finding.groups()) {
                        row(csv, cells(finding, group));
                    }
                }
            }
        }
    },
    JSON {
        @Override
        void write(Writer writer, Audit audit, List<AuditFinding> findings) throws IOException {
            writer.write(OpsJson.write(new Whole(audit, findings)));
            writer.write(System.lineSeparator());
        }
    };

    private static final List<String> COLUMNS =
            List.of(
                    "flow",
                    "kind",
                    "acme",
                    "app",
                    "group",
                    "acme agreed",
                    "acme now",
                    "app agreed",
                    "app now",
                    "why",
                    "repaired");

    /// An audit with all that was found.
    record Whole(Audit audit, List<AuditFinding> findings) {

        Whole {
            findings = List.copyOf(findings);
        }
    }

    abstract void write(Writer writer, Audit audit, List<AuditFinding> findings) throws IOException;

    /// By the end of the file's name; empty where that is neither.
    static Optional<AuditExport> of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(each -> name.endsWith("." + each.name().toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    void write(Path file, Audit audit, List<AuditFinding> findings) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            write(writer, audit, findings);
        }
    }

    private static List<String> cells(AuditFinding finding, AuditFinding.@Nullable Group group) {
        return List.of(
                finding.flow(),
                finding.kind().word(),
                id(finding.acme()),
                id(finding.app()),
                group == null ? "" : group.name(),
                group == null ? "" : group.acmeAgreed(),
                group == null ? "" : Optional.ofNullable(group.acme()).orElse(""),
                group == null ? "" : group.appAgreed(),
                group == null ? "" : Optional.ofNullable(group.app()).orElse(""),
                finding.sentence(),
                Boolean.toString(finding.repaired()));
    }

    private static String id(@Nullable RecordId record) {
        return record == null ? "" : record.id();
    }

    private static void row(CsvGenerator csv, List<String> cells) throws IOException {
        csv.writeStartArray();
        for (String cell : cells) {
            csv.writeString(cell);
        }
        csv.writeEndArray();
    }
}
