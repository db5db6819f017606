package drawbridge.console.audit;

import drawbridge.opsapi.Audit;
import drawbridge.opsapi.AuditAct;
import drawbridge.opsapi.AuditFinding;
import drawbridge.opsapi.AuditFlow;
import drawbridge.opsapi.OpsJson;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/// What a repair would do, by an audit that repaired nothing.
///
/// @param hash the same for two audits that found the same about the same records
/// @param acts how many pairs each act concerns
/// @param untold pairs that drifted and are not shown one by one
record RepairPlan(String hash, Map<AuditAct, Long> acts, long untold) {

    private static final int SHOWN = 12;

    RepairPlan {
        acts = Map.copyOf(acts);
    }

    static RepairPlan of(Audit audit, List<AuditFinding> findings) {
        TreeSet<String> lines = new TreeSet<>();
        Map<AuditAct, Long> acts = new EnumMap<>(AuditAct.class);
        long told = 0;
        for (AuditFinding finding : findings) {
            if (finding.kind().isDrift()) {
                lines.add(line(finding));
                if (finding.would() != null) {
                    told++;
                    acts.merge(finding.would(), 1L, Long::sum);
                }
            }
        }
        long all = audit.flows().stream().mapToLong(RepairPlan::drift).sum();
        return new RepairPlan(
                hash(audit.tenant() + "\n" + String.join("\n", lines)),
                acts,
                Math.max(0, all - told));
    }

    private static long drift(AuditFlow flow) {
        return flow.drifted() + flow.missingAtAcme() + flow.missingAtApp();
    }

    /// All of it but the number that it has in its audit.
    private static String line(AuditFinding finding) {
        return OpsJson.write(
                new AuditFinding(
                        finding.flow(),
                        0,
                        finding.kind(),
                        finding.acme(),
                        finding.app(),
                        finding.sentence(),
                        finding.groups(),
                        false,
                        finding.would()));
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, SHOWN);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    long of(AuditAct act) {
        return acts.getOrDefault(act, 0L);
    }

    /// Records that would be lost, however the flow deletes.
    long deletes() {
        return of(AuditAct.DELETE) + of(AuditAct.CANCEL);
    }

    /// Lines for people.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (AuditAct act : AuditAct.values()) {
            if (of(act) > 0) {
                lines.add(String.format(Locale.ROOT, "%,8d  %s", of(act), words(act)));
            }
        }
        if (untold > 0) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "%,8d  that are not shown one by one: nobody foresees what becomes of"
                                    + " them",
                            untold));
        }
        if (lines.isEmpty()) {
            lines.add("       0  nothing drifted, so that nothing would be done");
        }
        return lines;
    }

    private static String words(AuditAct act) {
        return switch (act) {
            case CREATE -> "created at the side that lacks them";
            case CHANGE -> "changed at the side that holds something else";
            case DELETE -> "deleted, because their partners are";
            case CANCEL -> "cancelled or marked as deleted, because their partners are deleted";
            case UNLINK -> "left to go their own way";
            case NOTE -> "noted: both sides hold the same";
            case ASK -> "held for a person";
            case WAIT -> "waiting for a record that they point to, or for a proof";
        };
    }
}
