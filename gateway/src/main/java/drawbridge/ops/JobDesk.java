package drawbridge.ops;

import drawbridge.opsapi.Job;
import drawbridge.opsapi.JobPreview;
import drawbridge.opsapi.JobWish;
import drawbridge.opsapi.ParkedAction;

import io.vertx.core.Future;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// Starts, shows and ends acts upon many items.
final class JobDesk {

    private final OpsApi.Parts parts;
    private final EditDesk edits;
    private final JobRunner runner;

    JobDesk(OpsApi.Parts parts, EditDesk edits, JobRunner runner) {
        this.parts = parts;
        this.edits = edits;
        this.runner = runner;
    }

    Future<?> list(Asked asked) {
        return jobs().list(asked.scope());
    }

    Future<?> start(Asked asked) {
        JobWish wish = wish(asked);
        UUID once = asked.once();
        Future<List<Job>> started = Future.succeededFuture(new ArrayList<>());
        for (String tenant : new TreeSet<>(scope(asked, wish))) {
            started =
                    started.compose(
                            so ->
                                    jobs().start(
                                                    tenant,
                                                    wish,
                                                    words(wish),
                                                    asked.operator().name(),
                                                    key(once, tenant))
                                            .map(
                                                    job -> {
                                                        job.ifPresent(so::add);
                                                        return so;
                                                    }));
        }
        return started.onSuccess(_ -> runner.look().onFailure(_ -> {}));
    }

    Future<?> preview(Asked asked) {
        JobWish wish = wish(asked);
        return jobs().reach(scope(asked, wish), wish)
                .compose(
                        reach ->
                                looked(wish.action(), reach.some())
                                        .map(looked -> told(reach, looked)));
    }

    private Future<List<JobPreview.Looked>> looked(
            ParkedAction action, List<Map.Entry<String, UUID>> some) {
        Future<List<JobPreview.Looked>> looked = Future.succeededFuture(new ArrayList<>());
        for (Map.Entry<String, UUID> each : some) {
            looked =
                    looked.compose(
                            so ->
                                    edits.of(
                                                    each.getKey(),
                                                    each.getValue(),
                                                    action,
                                                    Optional.empty())
                                            .map(
                                                    preview -> {
                                                        preview.ifPresent(
                                                                found ->
                                                                        so.add(
                                                                                new JobPreview
                                                                                        .Looked(
                                                                                        each
                                                                                                .getKey(),
                                                                                        each.getValue()
                                                                                                .toString(),
                                                                                        found)));
                                                        return so;
                                                    }));
        }
        return looked;
    }

    private static JobPreview told(Jobs.Reach reach, List<JobPreview.Looked> looked) {
        return new JobPreview(
                reach.tenants().values().stream().mapToLong(Long::longValue).sum(),
                reach.tenants(),
                reach.causes().entrySet().stream()
                        .map(each -> new JobPreview.Cause(each.getKey(), each.getValue()))
                        .toList(),
                looked);
    }

    Future<?> detail(Asked asked) {
        return jobs().detail(asked.tenant(), asked.id("id"))
                .map(found -> found.orElseThrow(() -> noSuchJob(asked)));
    }

    Future<?> cancel(Asked asked) {
        return jobs().cancel(asked.tenant(), asked.id("id"), asked.operator().name(), asked.once())
                .map(found -> found.orElseThrow(() -> noSuchJob(asked)));
    }

    private static JobWish wish(Asked asked) {
        JobWish wish = asked.body(JobWish.class);
        if (wish.action() == ParkedAction.EDIT || wish.action() == ParkedAction.RESTORE) {
            throw Refusal.badInput("action", "This is done to one item at a time.");
        }
        if (wish.items() == null && wish.kind() == null) {
            throw Refusal.badInput(
                    "kind", "Name the items, or say of which kind they are: conflict or dead.");
        }
        return wish;
    }

    private static Set<String> scope(Asked asked, JobWish wish) {
        return Optional.ofNullable(wish.tenant())
                .map(tenant -> Set.of(asked.seen(tenant)))
                .orElseGet(asked::visible);
    }

    /// What was asked for, for the list of jobs and the history.
    private static String words(JobWish wish) {
        StringBuilder words = new StringBuilder(wish.action().word());
        if (wish.items() != null) {
            return words.append(" a selection").toString();
        }
        words.append(" all ")
                .append(
                        wish.kind() == drawbridge.opsapi.ParkedKind.CONFLICT
                                ? "conflicts"
                                : "dead letters");
        Optional.ofNullable(wish.flow()).ifPresent(flow -> words.append(" of ").append(flow));
        Optional.ofNullable(wish.cause()).ifPresent(cause -> words.append(", ").append(cause));
        Optional.ofNullable(wish.about()).ifPresent(about -> words.append(", ").append(about));
        return words.toString();
    }

    private Jobs jobs() {
        return parts.hands().jobs();
    }

    private static UUID key(UUID once, String tenant) {
        return UUID.nameUUIDFromBytes((once + "/" + tenant).getBytes(StandardCharsets.UTF_8));
    }

    private static Refusal noSuchJob(Asked asked) {
        return Refusal.notFound("No job of this tenant has the id " + asked.path("id") + ".");
    }
}
