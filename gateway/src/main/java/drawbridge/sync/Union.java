package drawbridge.sync;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Reading;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Joins sets that both sides changed: what either side added is in, what either side took away is
/// out. Without a base everything is in.
record Union(Flow flow, Reading base, Reading acme, Reading app) {

    /// Each field's joined value; a field that one side does not know is as the other has it.
    SequencedMap<FieldName, Neutral> fields() {
        SequencedMap<FieldName, Neutral> joined = new LinkedHashMap<>();
        if (acme instanceof Reading.Of(SequencedMap<FieldName, Neutral> ours)) {
            ours.forEach(
                    (field, value) -> {
                        Neutral other = of(app, field);
                        joined.put(
                                field,
                                value instanceof Neutral.Unknown
                                        ? other
                                        : other instanceof Neutral.Unknown
                                                ? value
                                                : join(field, of(base, field), value, other));
                    });
        }
        return joined;
    }

    private Neutral join(FieldName field, Neutral base, Neutral acme, Neutral app) {
        List<String> items = new ArrayList<>();
        for (Neutral side : List.of(acme, app)) {
            for (String item : items(side)) {
                boolean known = has(field, items, item);
                boolean takenAway =
                        has(field, items(base), item)
                                && !(has(field, items(acme), item) && has(field, items(app), item));
                if (!known && !takenAway) {
                    items.add(item);
                }
            }
        }
        return items.isEmpty() ? new Neutral.Empty() : new Neutral.Many(items);
    }

    private boolean has(FieldName field, List<String> items, String item) {
        return items.stream()
                .anyMatch(
                        known ->
                                flow.same(
                                        field, new Neutral.Words(known), new Neutral.Words(item)));
    }

    private static List<String> items(Neutral value) {
        return value instanceof Neutral.Many(List<String> items) ? items : List.of();
    }

    private static Neutral of(Reading reading, FieldName field) {
        return reading instanceof Reading.Of(SequencedMap<FieldName, Neutral> fields)
                ? fields.getOrDefault(field, Readings.UNKNOWN)
                : Readings.UNKNOWN;
    }
}
