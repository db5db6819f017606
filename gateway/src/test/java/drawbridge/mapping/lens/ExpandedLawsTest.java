package drawbridge.mapping.lens;

import static org.assertj.core.api.Assertions.assertThat;

import drawbridge.mapping.FieldName;
import drawbridge.mapping.Neutral;
import drawbridge.mapping.OccurrenceId;
import drawbridge.mapping.Occurring.Coming;
import drawbridge.mapping.Patch;
import drawbridge.mapping.RecordRef;
import drawbridge.mapping.Refs;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.mapping.State;
import drawbridge.mapping.Value;
import drawbridge.mapping.Values;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// Series, one occurrence at a time, held to the laws of [Expanded].
class ExpandedLawsTest extends SeriesValues {

    private static final Duration AHEAD = Duration.ofDays(60);
    private static final RecordRef SERIES =
            new RecordRef(new ResourceName("acme", "appointment"), "A@17");

    private static final Field WHEN = field("when", SeriesShapes.PATTERN, SeriesShapes.PATTERN);
    private static final Field TITLE = field("title", text("/subject"), text("/title"));
    private static final Field STATE = field("state", text("/state"), text("/state"));
    private static final Field PLACE = field("place", text("/place"), text("/place"));

    private static final Expanded MARKED = expanded(Map.of(STATE.name(), new Neutral.Words("off")));

    /// Of a flow whose deletes delete.
    private static final Expanded UNMARKED = expanded(Map.of());

    private static Expanded expanded(Map<FieldName, Neutral> cancelled) {
        return new Expanded(
                Side.ACME,
                AHEAD,
                WHEN,
                Optional.of(TITLE),
                cancelled,
                List.of(WHEN, TITLE, STATE, PLACE),
                Optional.of(SeriesShapes.at("/ours")));
    }

    private static Field field(String name, Lens acme, Lens app) {
        return new Field(
                new FieldName(name), new Sameness.Text(), Map.of(Side.ACME, acme, Side.APP, app));
    }

    private static Lens text(String at) {
        return new Lens.At(SeriesShapes.at(at), false, new Form.Text(OptionalInt.empty()));
    }

    /// The record of a series, where this side can say it.
    private static Optional<State> record(Neutral.Series series) {
        return SeriesShapes.PATTERN.write(series, Refs.NONE) instanceof Lens.Put.Of(var members)
                ? Optional.of(
                        State.of(
                                Values.merge(
                                        members,
                                        SeriesShapes.json(
                                                """
                                                {"subject": "Every one", "state": "on",
                                                 "place": "Here", "ours": "a link"}
                                                """))))
                : Optional.empty();
    }

    /// What comes of it from its third day on.
    private static List<OccurrenceId> coming(Expanded lens, Neutral.Series series, State record) {
        LocalDate start = Occurrences.key(series.first()).toLocalDate();
        Instant now = start.plusDays(2).atStartOfDay(ZoneOffset.UTC).toInstant();
        return lens.coming(SERIES, record, now).records().stream()
                .map(occurrence -> OccurrenceId.of(occurrence.id()).orElseThrow())
                .toList();
    }

    private static Neutral time(State record) {
        return SeriesShapes.PATTERN.read(record, Refs.NONE) instanceof Lens.Got.Of(var time)
                ? time
                : new Neutral.Unknown();
    }

    private static State after(State record, Patch patch) {
        assertThat(patch).isInstanceOf(Patch.Of.class);
        return State.of(Values.merge(record.record(), ((Patch.Of) patch).members()));
    }

    @Property
    void writingBackWhatWasReadChangesNothing(@ForAll("series") Neutral.Series series) {
        State record = record(series).orElseGet(ExpandedLawsTest::none);
        Assume.that(MARKED.repeats(record));
        for (Expanded lens : List.of(MARKED, UNMARKED)) {
            for (OccurrenceId id : coming(lens, series, record)) {
                State one = lens.occurrence(record, id).orElseThrow();
                assertThat(lens.write(record, id, Value.Obj.EMPTY))
                        .isEqualTo(new Patch.Of(Value.Obj.EMPTY));
                assertThat(lens.write(record, id, one.record()))
                        .isEqualTo(new Patch.Of(Value.Obj.EMPTY));
                assertThat(lens.isSingle(one)).isTrue();
                assertThat(SeriesShapes.at("/ours").find(one.record())).contains(Value.NULL);
            }
        }
    }

    @Property
    void whatIsWrittenIsReadBackAndNoOtherOccurrenceChanges(
            @ForAll("series") Neutral.Series series,
            @ForAll("starts") Neutral.Once to,
            @ForAll boolean titled) {
        State record = record(series).orElseGet(ExpandedLawsTest::none);
        Assume.that(MARKED.repeats(record));
        List<OccurrenceId> all = coming(MARKED, series, record);
        Assume.that(!all.isEmpty());
        OccurrenceId id = all.get(all.size() / 2);
        Value.Obj patch = SeriesShapes.write(SeriesShapes.PATTERN, to);
        if (titled) {
            patch = Values.merge(patch, SeriesShapes.json("{\"subject\": \"Just this\"}"));
        }

        Patch written = MARKED.write(record, id, patch);
        if (!(written instanceof Patch.Of)) {
            // Whole days in a series of hours, for instance.
            assertThat(written).isInstanceOf(Patch.Refused.class);
            return;
        }
        State then = after(record, written);

        State one = MARKED.occurrence(then, id).orElseThrow();
        assertThat(new Sameness.Exact().same(time(one), to)).isTrue();
        if (titled) {
            assertThat(one.record().members()).containsEntry("subject", Value.of("Just this"));
        }
        List<OccurrenceId> others = new ArrayList<>(all);
        others.remove(id);
        for (OccurrenceId other : others) {
            assertThat(time(MARKED.occurrence(then, other).orElseThrow()))
                    .isEqualTo(time(MARKED.occurrence(record, other).orElseThrow()));
        }
    }

    @Property
    void whatIsCancelledIsOffOrGoneAndComesBackWhenItIsOnAgain(
            @ForAll("series") Neutral.Series series) {
        State record = record(series).orElseGet(ExpandedLawsTest::none);
        Assume.that(MARKED.repeats(record));
        List<OccurrenceId> all = coming(MARKED, series, record);
        Assume.that(!all.isEmpty());
        OccurrenceId id = all.getLast();

        State off =
                after(record, MARKED.write(record, id, SeriesShapes.json("{\"state\": \"off\"}")));
        State same = after(record, MARKED.cancel(record, id));

        assertThat(time(off)).isEqualTo(time(same));
        assertThat(UNMARKED.occurrence(off, id)).isEmpty();
        assertThat(MARKED.occurrence(off, id).orElseThrow().record().members())
                .containsEntry("state", Value.of("off"));
        assertThat(coming(MARKED, series, off)).doesNotContain(id);
        State on = after(off, MARKED.write(off, id, SeriesShapes.json("{\"state\": \"on\"}")));
        assertThat(MARKED.occurrence(on, id).orElseThrow().record().members())
                .containsEntry("state", Value.of("on"));
        assertThat(time(MARKED.occurrence(on, id).orElseThrow()))
                .isEqualTo(
                        Occurrences.at(
                                series.first(), Occurrences.key(series.first()).with(id.day())));
    }

    @Property
    void aPlaceOfItsOwnIsRefused(@ForAll("series") Neutral.Series series) {
        State record = record(series).orElseGet(ExpandedLawsTest::none);
        Assume.that(MARKED.repeats(record));
        List<OccurrenceId> all = coming(MARKED, series, record);
        Assume.that(!all.isEmpty());

        assertThat(
                        MARKED.write(
                                record,
                                all.getFirst(),
                                SeriesShapes.json(
                                        "{\"place\": \"Elsewhere\", \"subject\": \"X\"}")))
                .isInstanceOfSatisfying(
                        Patch.Refused.class,
                        refused -> assertThat(refused.pointer()).isEqualTo("/place"));
    }

    /// Whoever comes back when told to finds each occurrence before it begins, and none twice.
    @Property
    void timeThatGoesOnBringsEachOccurrenceOnce(@ForAll("series") Neutral.Series series) {
        State record =
                record(new Neutral.Series(series.first(), series.rule(), new TreeMap<>()))
                        .orElseGet(ExpandedLawsTest::none);
        Assume.that(MARKED.repeats(record));
        Instant now = Calendar.begins(series.first()).minus(AHEAD.multipliedBy(2));
        List<RecordRef> told = new ArrayList<>();

        for (int visit = 0; visit < 20; visit++) {
            Coming coming = MARKED.coming(SERIES, record, now);
            coming.records().stream().filter(one -> !told.contains(one)).forEach(told::add);
            if (coming.next().isEmpty()) {
                break;
            }
            assertThat(coming.next().get()).isAfter(now);
            now = coming.next().get().plusMillis(1);
        }

        // A month that lacks the day is told as cancelled, where the side cannot leave it out.
        Neutral.Series whole = SeriesShapes.read(SeriesShapes.PATTERN, record.record());
        List<LocalDate> days = new ArrayList<>();
        for (LocalDate day : Occurrences.days(whole)) {
            if (days.size() == told.size()) {
                break;
            }
            if (!whole.exceptions().containsKey(day.atTime(Occurrences.time(whole.first())))) {
                days.add(day);
            }
        }
        assertThat(told)
                .extracting(one -> OccurrenceId.of(one.id()).orElseThrow().day())
                .isEqualTo(days)
                .isNotEmpty();
    }

    @Example
    void theLossIsTold() {
        assertThat(MARKED.loss())
                .isEqualTo(
                        "What repeats at acme crosses as single records, 60 days ahead: app sees no"
                                + " rule. One of them may have a when and a title of its own and be"
                                + " cancelled; other fields belong to the series.");
    }

    private static State none() {
        return State.of(Value.Obj.EMPTY);
    }

    @Provide
    Arbitrary<OccurrenceId> ids() {
        return Combinators.combine(
                        Arbitraries.strings().ascii().ofMinLength(1).ofMaxLength(12),
                        Arbitraries.integers().between(0, 9_000))
                .as((text, day) -> new OccurrenceId(text, LocalDate.ofEpochDay(day)));
    }

    @Property
    void anIdIsReadBack(@ForAll("ids") OccurrenceId id, @ForAll String any) {
        assertThat(OccurrenceId.of(id.text())).contains(id);
        assertThat(OccurrenceId.of(any)).isEmpty();
    }
}
