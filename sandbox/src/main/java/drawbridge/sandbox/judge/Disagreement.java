package drawbridge.sandbox.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Why a person had to be asked about a pair of records, by what both ledgers say.
final class Disagreement {

    /// How often a record must move on under a write before a person is asked.
    private static final int RESTLESS = 5;

    /// So long after both sides agreed again somebody may still be asked, who looked before.
    private static final Duration LOOK = Duration.ofSeconds(5);

    private static final Duration HOUR = Duration.ofHours(1);

    private final Evidence evidence;
    private final Calls calls;
    private final Agreement agreement;
    private final Couple couple;
    private final Instant by;
    private final List<Rows.Attempt> doubts;

    /// @param lane whose work it was
    /// @param parked when the person was asked
    Disagreement(Evidence evidence, Couple couple, UUID lane, Instant parked) {
        this.evidence = evidence;
        this.calls = evidence.calls();
        this.agreement = evidence.agreement();
        this.couple = couple;
        this.by = parked.plusMillis(1);
        this.doubts = calls.doubts(lane, parked);
    }

    /// Whether there was a reason to ask about one group.
    boolean about(Group group) {
        boolean settledBeforehand = agreement.winner(couple.account(), group).isPresent();
        return (bothEdited(group) && !settledBeforehand)
                || restless()
                || doubtful(group)
                || notTaken(group);
    }

    /// Whether there was a reason to ask about values that go to and fro: the gateway had written
    /// it three times within an hour, each time to the side that the one before came from, or the
    /// same value to one side twice.
    boolean toAndFro(Group group) {
        var writes = new ArrayList<Version>();
        for (var side : Side.values()) {
            couple.on(side).crossings(group).stream()
                    .filter(this::known)
                    .filter(write -> write.at().isAfter(by.minus(HOUR)))
                    .forEach(writes::add);
        }
        writes.sort(Comparator.comparing(Version::at));
        int last = writes.size() - 1;
        if (last < 1) {
            return false;
        }
        var ends = new ArrayList<Side>();
        writes.forEach(write -> ends.add(sideOf(write)));
        boolean twice =
                ends.get(last) == ends.get(last - 1)
                        && writes.get(last).value(group).equals(writes.get(last - 1).value(group));
        boolean between =
                last >= 2
                        && writes.get(last).value(group).equals(writes.get(last - 2).value(group))
                        && !writes.get(last).value(group).equals(writes.get(last - 1).value(group));
        boolean inTurn =
                last >= 2
                        && ends.get(last) != ends.get(last - 1)
                        && ends.get(last - 1) != ends.get(last - 2);
        return twice || between || inTurn;
    }

    private Side sideOf(Version write) {
        return couple.acme().versions().contains(write) ? Side.ACME : Side.APP;
    }

    /// Whether there was a reason to ask about the pair as a whole.
    boolean asAWhole() {
        for (var gone : Side.values()) {
            var deletion = deletion(couple.on(gone));
            if (deletion.isPresent()
                    && (editedAgainst(gone, deletion.get()) || unanswered(gone.other()))) {
                return true;
            }
        }
        return restless();
    }

    /// Two edits, different, neither of which had reached the other side when the other was made,
    /// and both sides did not agree since.
    private boolean bothEdited(Group group) {
        for (var inAcme : couple.acme().edits(group)) {
            for (var inApp : couple.app().edits(group)) {
                if (known(inAcme)
                        && known(inApp)
                        && !inAcme.value(group).equals(inApp.value(group))
                        && !reached(couple.app(), group, inAcme, inApp.at())
                        && !reached(couple.acme(), group, inApp, inAcme.at())
                        && (isPutBack(couple.acme(), group, inAcme)
                                || isPutBack(couple.app(), group, inApp)
                                || !agreedSince(group, later(inAcme.at(), inApp.at())))) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The gateway wrote over it unseen: that both sides agreed then is nobody's word.
    private boolean isPutBack(History history, Group group, Version edit) {
        return Races.overran(evidence, history, group, edit).isPresent();
    }

    private boolean known(Version version) {
        return !version.at().isAfter(by);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /// Whether the other side showed the value of an edit before a moment.
    private static boolean reached(History other, Group group, Version edit, Instant before) {
        return edit.at().isBefore(before)
                && other.versions().stream()
                        .filter(version -> !version.at().isBefore(edit.at()))
                        .filter(version -> version.at().isBefore(before))
                        .anyMatch(version -> version.value(group).equals(edit.value(group)));
    }

    private boolean agreedSince(Group group, Instant moment) {
        var moments = new ArrayList<Instant>();
        couple.acme().versions().forEach(version -> moments.add(version.at()));
        couple.app().versions().forEach(version -> moments.add(version.at()));
        return moments.stream()
                .filter(at -> at.isAfter(moment) && at.isBefore(by.minus(LOOK)))
                .anyMatch(at -> couple.acme().at(group, at).equals(couple.app().at(group, at)));
    }

    /// The record moved on each time that it was to be written.
    private boolean restless() {
        return calls.movedOn(couple.acme().key(), by) >= RESTLESS
                || calls.movedOn(couple.app().key(), by) >= RESTLESS;
    }

    /// Nobody knew what came of a write, and people changed that record, too: which came first,
    /// only they know.
    private boolean doubtful(Group group) {
        for (var doubt : doubts) {
            var written = couple.on(doubt.target());
            if (!couple.on(doubt.target().other()).edits(group).isEmpty()
                    && written.versions().stream()
                            .filter(version -> version.byPeople() && known(version))
                            .anyMatch(version -> isNews(written, version, doubt.startedAt()))) {
                return true;
            }
        }
        return false;
    }

    /// The gateway's last answered write before that one did not know of it.
    private boolean isNews(History written, Version edit, Instant doubt) {
        return calls.about(written.key()).stream()
                .filter(entry -> entry.mayChange() && entry.took() && entry.at().isBefore(doubt))
                .noneMatch(entry -> entry.n() > edit.n());
    }

    private boolean unanswered(Side target) {
        return doubts.stream().anyMatch(doubt -> doubt.target() == target);
    }

    /// The system took the write and kept its value.
    private boolean notTaken(Group group) {
        for (var target : Side.values()) {
            var key = couple.on(target).key();
            boolean kept =
                    calls.about(key).stream()
                            .filter(entry -> entry.mayChange() && entry.took())
                            .filter(entry -> !entry.at().isAfter(by))
                            .anyMatch(entry -> asks(entry, group) && !changes(entry, group));
            if (kept) {
                return true;
            }
        }
        return false;
    }

    private boolean asks(Entry entry, Group group) {
        return entry.request().properties().stream()
                .anyMatch(field -> isOf(group, entry.side(), field.getKey()));
    }

    private boolean changes(Entry entry, Group group) {
        return entry.effect().stream()
                .flatMap(effect -> effect.changed().stream())
                .anyMatch(field -> isOf(group, entry.side(), field));
    }

    private boolean isOf(Group group, Side side, String field) {
        return agreement.group(couple.account(), side, field).filter(group::equals).isPresent();
    }

    private Optional<Version> deletion(History history) {
        return history.versions().stream()
                .filter(version -> version.gone() && version.byPeople() && known(version))
                .findFirst();
    }

    /// Somebody changed the record that is left, and who deleted the other one could not know.
    private boolean editedAgainst(Side gone, Version deletion) {
        var left = couple.on(gone.other());
        return Group.SHARED.stream()
                .anyMatch(
                        group ->
                                left.edits(group).stream()
                                        .filter(this::known)
                                        .anyMatch(
                                                edit ->
                                                        !reached(
                                                                couple.on(gone),
                                                                group,
                                                                edit,
                                                                deletion.at())));
    }
}
