package drawbridge.mapping.file;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Flow.End;
import drawbridge.mapping.Flow.OnDelete;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.Occurring;
import drawbridge.mapping.Side;
import drawbridge.mapping.lens.CompiledFlow;
import drawbridge.mapping.lens.Exceptions;
import drawbridge.mapping.lens.Expanded;
import drawbridge.mapping.lens.Field;
import drawbridge.mapping.lens.Lens;
import drawbridge.mapping.lens.SeriesLens;
import drawbridge.mapping.lens.WhenLens;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes how series cross to a side without rules, from the key `occurrences` of a flow.
///
/// @param fields of the flow
record OccurrencesCompiler(
        Section yaml,
        Map<Side, End> ends,
        Map<FieldName, Field> fields,
        CompiledFlow.Rules rules,
        Problems problems) {

    private static final Duration MOST = Duration.ofDays(400);

    /// Empty when it cannot be: then the problems say why.
    Optional<Occurring> compile() {
        Side side = Section.word(yaml.need("of"), Side.class);
        Duration ahead = Section.duration(yaml.need("ahead"));
        if (!ahead.isPositive() || ahead.compareTo(MOST) > 0) {
            problems.add(yaml.at("ahead"), "occurrences cross from 1ms to 400d ahead");
        }
        List<Field> series =
                fields.values().stream().filter(field -> series(field, side).isPresent()).toList();
        if (series.size() != 1) {
            problems.add(
                    yaml.at("of"),
                    series.isEmpty()
                            ? side.word()
                                    + " keeps no series in this flow: none of its times has the"
                                    + " key 'series'"
                            : "several fields of this flow hold series; one can be expanded");
            return Optional.empty();
        }
        Field when = series.getFirst();
        if (series(when, side.other()).isPresent()) {
            problems.add(
                    yaml.at("of"),
                    side.other().word()
                            + " keeps series too, which then cross as they are; take its key"
                            + " 'series' away or this one");
        }
        Optional<Field> title = title(series(when, side).orElseThrow());
        return Optional.ofNullable(ends.get(side))
                .map(
                        end ->
                                new Expanded(
                                        side,
                                        ahead,
                                        when,
                                        title,
                                        marks(),
                                        List.copyOf(fields.values()),
                                        end.externalReference()));
    }

    private static Optional<SeriesLens> series(Field field, Side side) {
        return field.lens(side) instanceof Lens.When(WhenLens lens)
                ? lens.series()
                : Optional.empty();
    }

    private Optional<Field> title(SeriesLens lens) {
        boolean titled = lens.exceptions().changed().flatMap(Exceptions.Item::title).isPresent();
        if (titled && !yaml.has("title")) {
            problems.add(
                    yaml.at(),
                    "changed occurrences have titles there; name the field that they cross in with"
                            + " 'title'");
        }
        Optional<FieldName> name = yaml.maybe("title", at -> new FieldName(Section.text(at)));
        Optional<Field> field = name.flatMap(known -> Optional.ofNullable(fields.get(known)));
        if (name.isPresent() && field.isEmpty()) {
            problems.unknown(
                    yaml.at("title"),
                    "field",
                    name.get().value(),
                    fields.keySet().stream().map(FieldName::value).toList());
        }
        return field;
    }

    /// What shows that an occurrence is cancelled. Where deletes delete, it is gone instead.
    private Map<FieldName, Neutral> marks() {
        return rules.onDelete().containsValue(OnDelete.HARD) ? Map.of() : rules.cancelled();
    }
}
