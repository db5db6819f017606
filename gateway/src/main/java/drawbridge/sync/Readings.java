package drawbridge.sync;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Reading;

import java.util.Map;
import java.util.SequencedMap;

/// How readings of one group are compared: what was never read proves nothing.
public final class Readings {

    private final Flow flow;

    public Readings(Flow flow) {
        this.flow = flow;
    }

    /// Whether `now` says something else than `before`. A field that either of them does not know
    /// is no difference.
    public boolean differ(Reading before, Reading now) {
        if (before instanceof Reading.Of(SequencedMap<FieldName, Neutral> old)
                && now instanceof Reading.Of(SequencedMap<FieldName, Neutral> young)) {
            return young.entrySet().stream()
                    .anyMatch(
                            field ->
                                    differ(
                                            field.getKey(),
                                            old.getOrDefault(field.getKey(), UNKNOWN),
                                            field.getValue()));
        }
        return !before.equals(now);
    }

    boolean differ(FieldName field, Neutral before, Neutral now) {
        return !(before instanceof Neutral.Unknown)
                && !(now instanceof Neutral.Unknown)
                && !flow.same(field, before, now);
    }

    /// Whether a one-way group has something to send that the other side was never compared with.
    boolean unknown(Reading base, Reading now) {
        if (base instanceof Reading.Of(SequencedMap<FieldName, Neutral> old)
                && now instanceof Reading.Of(SequencedMap<FieldName, Neutral> young)) {
            return young.entrySet().stream()
                    .anyMatch(
                            field ->
                                    old.getOrDefault(field.getKey(), UNKNOWN)
                                                    instanceof Neutral.Unknown
                                            && !(field.getValue() instanceof Neutral.Unknown));
        }
        return false;
    }

    /// The fields of `source` that `target` does not hold already; all of them where its reading is
    /// bad.
    Map<FieldName, Neutral> toSend(SequencedMap<FieldName, Neutral> source, Reading target) {
        Map<FieldName, Neutral> send = new java.util.LinkedHashMap<>();
        source.forEach(
                (field, value) -> {
                    boolean held =
                            target instanceof Reading.Of(SequencedMap<FieldName, Neutral> there)
                                    && there.containsKey(field)
                                    && flow.same(field, there.get(field), value);
                    if (!held && !(value instanceof Neutral.Unknown)) {
                        send.put(field, value);
                    }
                });
        return send;
    }

    static final Neutral UNKNOWN = new Neutral.Unknown();
}
