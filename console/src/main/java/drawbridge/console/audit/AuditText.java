package drawbridge.console.audit;

import drawbridge.opsapi.Audit;
import drawbridge.opsapi.AuditFinding;
import drawbridge.opsapi.AuditFlow;
import drawbridge.opsapi.AuditKind;
import drawbridge.opsapi.AuditResult;
import drawbridge.opsapi.Proof;
import drawbridge.opsapi.RecordId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// An audit as lines for a terminal: a table with a column for each flow, why a flow is no pass,
/// then the pairs that are not in sync.
final class AuditText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter SHORT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    /// Of the words before the columns.
    private static final int WORDS = 24;

    private static final int COLUMN = 18;
    private static final String INDENT = "      ";

    private final ZoneId zone;
    private final int width;

    /// @param width of the terminal, in columns
    AuditText(ZoneId zone, int width) {
        this.zone = zone;
        this.width = width;
    }

    private record Line(String words, ToLongFunction<AuditFlow> number) {}

    private static final List<Line> LINES =
            List.of(
                    new Line("checked", AuditFlow::checked),
                    new Line("  equal", AuditFlow::equal),
                    new Line("  rewritten", AuditFlow::rewritten),
                    new Line("  drifted", AuditFlow::drifted),
                    new Line("  missing at Acme", AuditFlow::missingAtAcme),
                    new Line("  missing at the app", AuditFlow::missingAtApp),
                    new Line("  unreadable", AuditFlow::unreadable),
                    new Line("  in motion", AuditFlow::inMotion),
                    new Line("  held", AuditFlow::held),
                    new Line("  apart", AuditFlow::apart));

    /// @param findings one by one, perhaps fewer than there are
    List<String> of(Audit audit, List<AuditFinding> findings, List<Proof> proofs) {
        List<String> lines = new ArrayList<>();
        lines.add(title(audit));
        int columns = Math.max(1, (Math.min(width, 200) - WORDS) / COLUMN);
        for (int from = 0; from < audit.flows().size(); from += columns) {
            int to = Math.min(audit.flows().size(), from + columns);
            table(lines, audit.flows().subList(from, to), proofs);
        }
        for (AuditFlow flow : audit.flows()) {
            if (flow.why() != null) {
                lines.add("");
                lines.add("  " + flow.flow() + " is no pass: " + flow.why());
            }
        }
        findings(lines, audit, findings);
        return lines;
    }

    private String title(Audit audit) {
        Optional<Duration> took =
                Optional.ofNullable(audit.endedAt())
                        .flatMap(
                                end ->
                                        Optional.ofNullable(audit.beganAt())
                                                .map(begin -> Duration.between(begin, end)));
        return audit.tenant()
                + ", "
                + TIME.format(
                        Optional.ofNullable(audit.beganAt()).orElse(audit.askedAt()).atZone(zone))
                + took.map(length -> ", in " + seconds(length)).orElse("")
                + (audit.repair() ? ", what drifted was sent through the lanes" : "");
    }

    private static String seconds(Duration length) {
        return length.toMinutes() >= 2
                ? length.toMinutes() + " minutes"
                : String.format(Locale.ROOT, "%.1f s", length.toMillis() / 1000.0);
    }

    private void table(List<String> lines, List<AuditFlow> flows, List<Proof> proofs) {
        lines.add("");
        lines.add(row("", flows, AuditFlow::flow));
        for (Line line : LINES) {
            lines.add(
                    row(
                            line.words(),
                            flows,
                            flow ->
                                    String.format(
                                            Locale.ROOT, "%,d", line.number().applyAsLong(flow))));
        }
        if (flows.stream().anyMatch(flow -> flow.repaired() > 0)) {
            lines.add(
                    row(
                            "sent through the lanes",
                            flows,
                            flow -> String.format(Locale.ROOT, "%,d", flow.repaired())));
        }
        lines.add(row("", flows, flow -> words(flow.result())));
        lines.add(row("last proven in sync", flows, flow -> proven(flow, proofs)));
    }

    private static String row(
            String words, List<AuditFlow> flows, Function<AuditFlow, String> cell) {
        StringBuilder row = new StringBuilder("  ").append(words);
        row.append(" ".repeat(Math.max(0, WORDS - row.length())));
        for (AuditFlow flow : flows) {
            String text = cell.apply(flow);
            String cut = text.length() < COLUMN - 1 ? text : text.substring(0, COLUMN - 2) + "…";
            row.append(" ".repeat(COLUMN - cut.length())).append(cut);
        }
        return row.toString().stripTrailing();
    }

    static String words(AuditResult result) {
        return switch (result) {
            case RUNNING -> "not ended";
            case IN_SYNC -> "IN SYNC";
            case DRIFTED -> "DRIFTED";
            case NO_PASS -> "NO PASS";
        };
    }

    private String proven(AuditFlow flow, List<Proof> proofs) {
        @Nullable Instant at =
                proofs.stream()
                        .filter(proof -> proof.flow().equals(flow.flow()))
                        .findFirst()
                        .map(Proof::inSyncAt)
                        .orElse(null);
        return at == null ? "never" : SHORT.format(at.atZone(zone));
    }

    private void findings(List<String> lines, Audit audit, List<AuditFinding> findings) {
        for (AuditFinding finding : findings) {
            lines.add("");
            lines.add(
                    "  "
                            + (isTrouble(finding.kind()) ? "! " : "  ")
                            + finding.flow()
                            + ", "
                            + words(finding.kind())
                            + ": "
                            + named(finding.acme(), finding.app()));
            broken(lines, finding.sentence());
            for (AuditFinding.Group group : finding.groups()) {
                group(lines, group);
            }
        }
        long all = audit.flows().stream().mapToLong(AuditText::shown).sum();
        if (all > findings.size()) {
            lines.add("");
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "  … and %,d more that are not shown one by one.",
                            all - findings.size()));
        }
    }

    private static long shown(AuditFlow flow) {
        return flow.drifted() + flow.missingAtAcme() + flow.missingAtApp();
    }

    private static boolean isTrouble(AuditKind kind) {
        return kind != AuditKind.HELD && kind != AuditKind.APART;
    }

    static String words(AuditKind kind) {
        return switch (kind) {
            case DRIFTED -> "drifted";
            case MISSING_AT_ACME -> "missing at Acme";
            case MISSING_AT_APP -> "missing at the app";
            case UNREADABLE -> "unreadable";
            case HELD -> "held";
            case APART -> "apart";
        };
    }

    private static String named(@Nullable RecordId acme, @Nullable RecordId app) {
        List<String> names = new ArrayList<>();
        Optional.ofNullable(acme).map(AuditText::named).ifPresent(names::add);
        Optional.ofNullable(app).map(AuditText::named).ifPresent(names::add);
        return names.isEmpty() ? "no record" : String.join(" and ", names);
    }

    private static String named(RecordId record) {
        return record.resource() + " " + record.id();
    }

    private void group(List<String> lines, AuditFinding.Group group) {
        lines.add(INDENT + group.name() + ":");
        side(lines, "Acme", group.acmeAgreed(), group.acme());
        side(lines, "the app", group.appAgreed(), group.app());
    }

    private void side(List<String> lines, String who, String agreed, @Nullable String now) {
        String name = (who + "       ").substring(0, 7);
        if (now == null) {
            broken(lines, "  " + name + "  has no record; both agreed on " + quoted(agreed));
        } else if (now.equals(agreed)) {
            broken(lines, "  " + name + "  " + quoted(now) + ", as agreed");
        } else {
            broken(lines, "  " + name + "  " + quoted(now) + "; agreed was " + quoted(agreed));
        }
    }

    private static String quoted(String text) {
        return text.isEmpty() ? "nothing" : text.replaceAll("\\p{Cntrl}", " ");
    }

    /// Between words, where the terminal ends.
    private void broken(List<String> lines, String text) {
        String rest = INDENT + text;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            if (space <= INDENT.length()) {
                break;
            }
            lines.add(rest.substring(0, space));
            rest = INDENT + "  " + rest.substring(space + 1);
        }
        lines.add(rest);
    }
}
