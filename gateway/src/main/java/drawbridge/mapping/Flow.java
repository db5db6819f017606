package drawbridge.mapping;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// One "when foo then bar", compiled for one tenant: which resources correspond, how their fields
/// map, and what to do in each situation. Pure and immutable.
public interface Flow {

    FlowName name();

    /// A short hash of everything that decides what this flow does: equal hashes, equal behaviour.
    String version();

    /// The version of the time-zone data by which its times are read: another one may read another
    /// instant from the same record.
    default String zones() {
        return "";
    }

    End end(Side side);

    List<Group> groups();

    List<Enrichment> enrichments();

    /// The declared ways to find an unlinked partner, the surest first.
    List<MatchKey> matchKeys();

    /// The values of a key in their normal form, as one text: equal for records that match. Empty
    /// where a value is not known or there is none, because emptiness matches nothing.
    Optional<String> keyText(MatchKey key, Map<FieldName, Neutral> values);

    /// What to do with the one free record that matches.
    OneMatch oneMatch();

    /// What to do with a record of `source` that has no partner and no candidate.
    NoMatch noMatch(Side source);

    /// What to do when a record is gone from `source`.
    OnDelete onDelete(Side source);

    /// For [OnDelete#CANCEL]: the values that the record left behind at the other side gets.
    Map<FieldName, Neutral> cancelled();

    /// For [OnDelete#SOFT]: likewise.
    Map<FieldName, Neutral> softDeleted();

    /// Whether a delete leaves a mark in the group, at the record that is left.
    default boolean isMarkedByDeletes(Group group) {
        return group.fields().stream()
                .anyMatch(
                        field ->
                                cancelled().containsKey(field) || softDeleted().containsKey(field));
    }

    /// When deletes are so many that a person is asked first.
    MassDelete massDelete();

    /// What to do with a group that nobody edited and that says something else by now, because the
    /// mapping or the time-zone data changed.
    default OnMappingChange onMappingChange() {
        return OnMappingChange.HOLD;
    }

    /// The records that must be looked up before [#read] can run: the parents that `ref` lenses
    /// point to, with the flow that links them.
    Set<Parent> parents(Side side, Value.Obj record);

    /// Whether a record of `side` takes part in the flow at all.
    default Applies takes(Side side, State state) {
        return new Applies.Yes();
    }

    /// Whether a group takes part, as far as the record of `side` has a say.
    default Applies applies(GroupName group, Side side, State state) {
        return new Applies.Yes();
    }

    /// Reads each group through the side's lenses. Never throws for content: what is wrong is
    /// [Reading.Bad] of that group alone.
    SequencedMap<GroupName, Reading> read(Side side, State state, Refs refs);

    /// The members that are read for what crosses away from `side`, and that `record` does not
    /// have. Whoever holds a whole record and finds any knows that it is not whole.
    default Set<Pointer> missing(Side side, Value.Obj record) {
        return Set.of();
    }

    /// Writes one group's values through the lenses of `target`.
    Patch write(Side target, GroupName group, Map<FieldName, Neutral> values, Refs refs);

    /// The same for a record that is there: what a lens cannot write without the rest, such as one
    /// item of a list, it writes with the rest as it stands there.
    default Patch write(
            Side target,
            GroupName group,
            Map<FieldName, Neutral> values,
            Refs refs,
            Value.Obj there) {
        return write(target, group, values, refs);
    }

    /// The fields that hold a time in a calendar.
    default Set<FieldName> times() {
        return Set.of();
    }

    /// How what repeats crosses one occurrence at a time; empty where no side lacks rules.
    default Optional<Occurring> occurring() {
        return Optional.empty();
    }

    /// The same, if it is about the records of `side`.
    default Optional<Occurring> occurring(Side side) {
        return occurring().filter(how -> how.side() == side);
    }

    /// Whether two values of a field mean the same (canonical equality).
    boolean same(FieldName field, Neutral one, Neutral other);

    /// Whether `kept` is what a side makes of `sent`: the same, or rounded as the mapping says that
    /// its system does.
    default boolean keeps(Side side, FieldName field, Neutral sent, Neutral kept) {
        return same(field, sent, kept);
    }

    /// A short plain text of a group's values, for people.
    String show(GroupName group, Reading reading);

    /// One end of a flow.
    ///
    /// @param resource the resource that stands here
    /// @param preconditions whether an update may carry the version it rests on (`If-Match`)
    /// @param externalReference where a record carries a reference of ours, if the system takes one
    /// @param readable whether records can be read by id
    /// @param consistency how long after a write the system may still answer the old state
    /// @param inDoubt what to do about a create that was not answered, once no record with its
    ///   reference is found
    /// @param changed where a record says when it changed last
    record End(
            ResourceName resource,
            boolean preconditions,
            Optional<Pointer> externalReference,
            boolean readable,
            Duration consistency,
            InDoubt inDoubt,
            Changed changed) {}

    /// @param skew how far the system's clock may be off
    record Changed(Pointer at, Stamp format, Duration skew) {

        /// The system does not say it.
        public static final Changed NEVER_TOLD =
                new Changed(Pointer.parse(""), Stamp.NONE, Duration.ZERO);

        public Optional<Instant> of(State state) {
            return at.find(state.record()).flatMap(format::read);
        }
    }

    enum InDoubt {
        /// Nothing that the first one may have made can be doubled: the look finds deleted records
        /// too, or the system refuses a second record with the same reference.
        CREATE_AGAIN,
        HOLD
    }

    /// Fields that move together.
    ///
    /// @param ways the directions in which the group crosses
    record Group(GroupName name, List<FieldName> fields, Set<Direction> ways, Policy policy) {}

    /// Which side wins when both changed a group differently.
    enum Policy {
        HOLD,
        ACME,
        APP,
        /// The side that changed it last, where the times of both prove it; otherwise hold.
        NEWEST,
        /// For sets: what either side added is there, what either side took away is not.
        UNION
    }

    enum NoMatch {
        CREATE,
        IGNORE,
        HOLD
    }

    enum OneMatch {
        /// Both are linked as they are.
        LINK_ONLY,
        /// Both are linked and merged: what only one side holds is written to the other, and where
        /// they differ each group's policy decides.
        ADOPT,
        /// It is left alone, and a partner is made.
        DUPLICATE,
        HOLD
    }

    enum OnDelete {
        /// The record that is left gets the values of [Flow#cancelled()].
        CANCEL,
        /// It stays as it is and goes its own way.
        UNLINK,
        /// It gets the values of [Flow#softDeleted()].
        SOFT,
        /// It is deleted as well.
        HARD,
        /// A person decides, and cancels or keeps it.
        HOLD
    }

    enum OnMappingChange {
        /// What Acme holds, as it reads today, is written to the app.
        ACME,
        APP,
        /// One item asks a person for all records of the flow.
        HOLD
    }

    /// When deletes stop until a person approves them: more than `count`, and more than `percent`
    /// of the linked records, within a time; or a side that would be left empty.
    ///
    /// @param gather how long a confirmed delete waits for others, so that nothing of a bulk is
    ///   carried out before it is known to be one
    record MassDelete(int count, int percent, Duration within, Duration gather) {

        public static final MassDelete USUAL =
                new MassDelete(10, 2, Duration.ofHours(1), Duration.ofSeconds(2));

        /// From so many deletes on, a side that is left empty is no accident of a small beginning.
        public static final int EMPTY_FROM = 3;

        /// Whether so many are too many.
        ///
        /// @param acts deletes within the time, this one among them; what is done to a series is
        ///   one
        /// @param links that they end: of a series one for each occurrence
        /// @param living links, counted likewise
        public boolean isExceededBy(long acts, long links, long living) {
            return acts > count && links * 100 > living * percent;
        }
    }

    /// A further record that is read along with a record of `of`.
    ///
    /// @param reference the native member of the record that holds the further record's id
    /// @param whenDown what becomes of a record while the further one cannot be read
    /// @param keep for how long what was read is taken for what it is; empty: until its system
    ///   tells of a change
    /// @param lookup of the system, by which several are read at once; empty: each by its id
    record Enrichment(
            String name,
            Side of,
            ResourceName resource,
            Pointer reference,
            WhenDown whenDown,
            Optional<Duration> keep,
            Optional<String> lookup) {

        /// The record to read for `record`; empty when it names none.
        public Optional<RecordRef> target(Value.Obj record) {
            return reference
                    .find(record)
                    .flatMap(Values::idText)
                    .map(id -> new RecordRef(resource, id));
        }
    }

    enum WhenDown {
        /// It waits.
        WAIT,
        /// It crosses without what the further record says: fields that read it stay as they are,
        /// and are filled in when the record is looked at the next time.
        WITHOUT
    }

    /// @param fields the neutral fields that are compared
    /// @param strong whether no two records share these values: then the key stays with its link. A
    ///   weak one is freed once the create that reserved it is settled, because people book twice
    /// @param lookup the query of each side by which candidates are found, if any: its name in the
    ///   system's descriptor
    record MatchKey(List<FieldName> fields, boolean strong, Map<Side, String> lookup) {}

    /// A record that another must wait for until it is linked.
    ///
    /// @param flow the flow that links it
    record Parent(FieldName field, FlowName flow, RecordRef record) {}
}
