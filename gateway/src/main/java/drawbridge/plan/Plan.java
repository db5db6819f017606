package drawbridge.plan;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.FlowName;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// What would become of all records of a tenant.
///
/// @param mappings a hash of the files by which it was made
/// @param read how many records of each resource were read
/// @param calls that it takes, by system
/// @param needs how long they take at least
/// @param losses what fields lose by the mappings, whatever the records hold
record Plan(
        String tenant,
        String mappings,
        List<Step> steps,
        Map<String, Integer> read,
        Map<String, Long> calls,
        Duration needs,
        List<Lost> losses) {

    private static final int SHOWN = 12;

    Plan {
        steps = List.copyOf(steps);
        read = new TreeMap<>(read);
        calls = new TreeMap<>(calls);
        losses = List.copyOf(losses);
    }

    /// One that is compared with another: what it takes, and what is lost, is of no matter then.
    Plan(
            String tenant,
            String mappings,
            List<Step> steps,
            Map<String, Integer> read,
            Map<String, Long> calls,
            Duration needs) {
        this(tenant, mappings, steps, read, calls, needs, List.of());
    }

    /// @param to the system at which it does not arrive as it was
    /// @param what becomes of it, in words
    record Lost(FlowName flow, FieldName field, String to, String what) {}

    /// The same for two plans that say the same about the same records.
    String hash() {
        TreeSet<String> lines = new TreeSet<>();
        steps.forEach(step -> lines.add(step.line()));
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update((tenant + "\n" + mappings + "\n").getBytes(StandardCharsets.UTF_8));
            lines.forEach(line -> sha.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(sha.digest()).substring(0, SHOWN);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    long count(Step.Kind kind) {
        return steps.stream().filter(step -> step.kind() == kind).count();
    }

    List<Step> of(FlowName flow, Step.Kind kind) {
        return steps.stream()
                .filter(step -> step.flow().equals(flow) && step.kind() == kind)
                .toList();
    }

    List<FlowName> flows() {
        return steps.stream().map(Step::flow).distinct().toList();
    }

    /// What is otherwise in a later one, in words.
    List<String> movedTo(Plan later) {
        Map<String, Step> before = byRecord();
        Map<String, Step> after = later.byRecord();
        TreeSet<String> moved = new TreeSet<>();
        after.forEach(
                (record, step) -> {
                    Step old = before.get(record);
                    if (old == null) {
                        moved.add("%s came: %s".formatted(record, step.kind().words()));
                    } else if (!old.line().equals(step.line())) {
                        moved.add(
                                old.kind() == step.kind()
                                        ? "%s changed".formatted(record)
                                        : "%s: %s, and not %s any more"
                                                .formatted(
                                                        record,
                                                        step.kind().words(),
                                                        old.kind().words()));
                    }
                });
        before.keySet().stream()
                .filter(record -> !after.containsKey(record))
                .forEach(record -> moved.add(record + " is gone"));
        return List.copyOf(moved);
    }

    private Map<String, Step> byRecord() {
        Map<String, Step> by = new TreeMap<>();
        steps.forEach(step -> by.put(step.flow().value() + ": " + step.record(), step));
        return by;
    }
}
