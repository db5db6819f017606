package drawbridge.console.fake;

import drawbridge.opsapi.EntryKind;
import drawbridge.opsapi.Found;
import drawbridge.opsapi.Job;
import drawbridge.opsapi.JobDetail;
import drawbridge.opsapi.JobItem;
import drawbridge.opsapi.JobPreview;
import drawbridge.opsapi.JobState;
import drawbridge.opsapi.JobWish;
import drawbridge.opsapi.LinkStatus;
import drawbridge.opsapi.Parked;
import drawbridge.opsapi.ParkedAction;
import drawbridge.opsapi.ParkedKind;
import drawbridge.opsapi.ParkedState;
import drawbridge.opsapi.Pause;
import drawbridge.opsapi.PauseResult;
import drawbridge.opsapi.PauseWish;
import drawbridge.opsapi.Preview;
import drawbridge.opsapi.PreviewKind;
import drawbridge.opsapi.PreviewWish;
import drawbridge.opsapi.RecordId;
import drawbridge.opsapi.Side;
import drawbridge.opsapi.Standing;
import drawbridge.opsapi.Timeline;
import drawbridge.opsapi.TimelineEntry;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// What people did in a [FakeWorld]: pauses, jobs, and the story of one record.
final class FakeHands {

    private final FakeWorld world;
    private final List<Pause> pauses = new ArrayList<>();
    private final List<Job> jobs = new ArrayList<>();
    private final Map<String, List<Parked>> reached = new TreeMap<>();

    FakeHands(FakeWorld world) {
        this.world = world;
    }

    void heal() {
        pauses.clear();
        jobs.clear();
    }

    List<Pause> pauses(@Nullable String tenant) {
        return pauses.stream().filter(p -> tenant == null || tenant.equals(p.tenant())).toList();
    }

    PauseResult pause(String tenant, boolean resume, PauseWish wish, Instant now) {
        boolean moved =
                resume
                        ? pauses.removeIf(
                                p ->
                                        p.tenant().equals(tenant)
                                                && Objects.equals(p.flow(), wish.flow())
                                                && p.direction() == wish.direction())
                        : pauses.add(
                                new Pause(
                                        tenant,
                                        wish.flow(),
                                        wish.direction(),
                                        "User 3",
                                        wish.reason(),
                                        now,
                                        2));
        return new PauseResult(
                tenant,
                wish.flow(),
                wish.direction(),
                !resume,
                moved,
                resume ? "It goes on." : "It stands still: changes come in and wait.");
    }

    List<Found> found(String id) {
        return id.equals("A-c1") || id.equals("E-c1")
                ? List.of(
                        new Found(
                                "north", "appointments", new RecordId("acme.appointment", "A-c1")))
                : List.of();
    }

    Timeline timeline(String tenant, RecordId record) {
        Instant at = world.start().minusSeconds(3_600);
        return new Timeline(
                tenant,
                record,
                List.of(
                        new Standing(
                                tenant,
                                "appointments",
                                record,
                                new RecordId("app.event", "E-c1"),
                                LinkStatus.HELD,
                                "The time was changed on both sides, differently: a person"
                                        + " decides.")),
                List.of(
                        entry(
                                at,
                                EntryKind.CHANGE,
                                Side.ACME,
                                "webhook",
                                "Acme told by webhook the state of acme.appointment A-c1.",
                                "version 1",
                                false),
                        entry(
                                at.plusMillis(40),
                                EntryKind.ATTEMPT,
                                Side.APP,
                                "create",
                                "Create sent to the app; it was answered.",
                                null,
                                false),
                        entry(
                                at.plusMillis(52),
                                EntryKind.OUTCOME,
                                Side.ACME,
                                "applied",
                                "There is no partner and none is found: it is made.",
                                null,
                                false),
                        entry(
                                at.plusSeconds(3_000),
                                EntryKind.CHANGE,
                                Side.APP,
                                "push",
                                "The app pushed the state of app.event E-c1.",
                                "version 2",
                                false),
                        entry(
                                at.plusSeconds(3_001),
                                EntryKind.OUTCOME,
                                Side.APP,
                                "conflict",
                                "The time was changed on both sides, differently: a person decides.",
                                null,
                                true),
                        entry(
                                at.plusSeconds(3_001),
                                EntryKind.PARKED,
                                Side.APP,
                                "conflict",
                                "The time was changed on both sides, differently: a person decides.",
                                "about time",
                                true)),
                false);
    }

    private static TimelineEntry entry(
            Instant at,
            EntryKind kind,
            Side side,
            String word,
            String sentence,
            @Nullable String detail,
            boolean trouble) {
        return new TimelineEntry(
                at, kind, "appointments", side, word, sentence, detail, null, null, trouble);
    }

    JobPreview reach(JobWish wish) {
        List<Parked> items = items(wish);
        Map<String, Long> tenants = new TreeMap<>();
        Map<String, Long> causes = new TreeMap<>();
        items.forEach(
                item -> {
                    tenants.merge(item.tenant(), 1L, Long::sum);
                    causes.merge(item.reason() + " " + item.field(), 1L, Long::sum);
                });
        return new JobPreview(
                items.size(),
                tenants,
                causes.entrySet().stream()
                        .map(each -> new JobPreview.Cause(each.getKey(), each.getValue()))
                        .toList(),
                items.stream()
                        .limit(3)
                        .map(
                                item ->
                                        new JobPreview.Looked(
                                                item.tenant(),
                                                item.id(),
                                                preview(
                                                        item,
                                                        new PreviewWish(wish.action(), null))))
                        .toList());
    }

    private List<Parked> items(JobWish wish) {
        List<Parked> open = new ArrayList<>(world.open(ParkedKind.DEAD, wish.tenant()));
        open.addAll(world.open(ParkedKind.CONFLICT, wish.tenant()));
        return open.stream()
                .filter(item -> wish.kind() == null || item.kind() == wish.kind())
                .filter(item -> wish.cause() == null || item.reason().equals(wish.cause()))
                .filter(
                        item ->
                                wish.about() == null
                                        || wish.about().equals(item.field())
                                        || wish.about().equals(item.group()))
                .filter(
                        item ->
                                wish.items() == null
                                        || wish.items().stream()
                                                .anyMatch(seen -> seen.id().equals(item.id())))
                .toList();
    }

    List<Job> start(JobWish wish, Instant now) {
        List<Parked> items = items(wish);
        if (items.isEmpty()) {
            return List.of();
        }
        Job job =
                new Job(
                        items.getFirst().tenant(),
                        "job-" + jobs.size(),
                        wish.action(),
                        wish.action().word() + " all dead letters",
                        "User 3",
                        wish.reason(),
                        JobState.RUNNING,
                        items.size(),
                        1,
                        0,
                        1,
                        now,
                        null);
        jobs.addFirst(job);
        reached.put(job.id(), items);
        return List.of(job);
    }

    List<Job> jobs() {
        return List.copyOf(jobs);
    }

    JobDetail job(String id) {
        Job job = jobs.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
        return new JobDetail(
                job,
                reached.getOrDefault(id, List.of()).stream()
                        .map(
                                item ->
                                        new JobItem(
                                                item.id(),
                                                item.acme(),
                                                "accepted",
                                                ParkedState.OPEN,
                                                item.sentence()))
                        .toList());
    }

    Job cancel(String id) {
        Job old = jobs.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
        Job now =
                new Job(
                        old.tenant(),
                        old.id(),
                        old.action(),
                        old.what(),
                        old.by(),
                        old.reason(),
                        JobState.CANCELLED,
                        old.total(),
                        old.asked(),
                        old.left(),
                        old.closed(),
                        old.madeAt(),
                        world.start());
        jobs.replaceAll(each -> each.id().equals(id) ? now : each);
        return now;
    }

    Preview preview(Parked item, PreviewWish wish) {
        boolean writes =
                wish.action() != ParkedAction.REPLAY && wish.action() != ParkedAction.DISCARD;
        return writes
                ? new Preview(
                        PreviewKind.WRITES,
                        Side.APP,
                        "update",
                        new RecordId("app.event", "E-" + item.id()),
                        "{\"end\":\"2026-03-01T09:30:00Z\"}",
                        "The app would be sent end of E-" + item.id() + ".")
                : new Preview(
                        PreviewKind.PARKS,
                        null,
                        null,
                        null,
                        null,
                        "It would wait for a person again: " + item.sentence());
    }
}
