package drawbridge.ops;

import drawbridge.crossing.engine.Deciding.Act;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/// Carries out jobs, a few items at a time, one job after the other in turn. Each item's act has a
/// key made of the job and the item, so that what a process did before it died is not done twice.
/// Event loop only.
final class JobRunner {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
    private static final int AT_ONCE = 16;

    private final Jobs jobs;
    private final Hands hands;
    private final Supplier<Set<String>> tenants;
    private final UUID me;
    private boolean working;

    JobRunner(Jobs jobs, Hands hands, Supplier<Set<String>> tenants, UUID me) {
        this.jobs = jobs;
        this.hands = hands;
        this.tenants = tenants;
        this.me = me;
    }

    /// Works until there is nothing left to do. Never fails: what could not be done now is found by
    /// the next look.
    Future<Void> look() {
        if (working) {
            return Future.succeededFuture();
        }
        working = true;
        return work().otherwise(JobRunner::logged).onComplete(_ -> working = false);
    }

    private Future<Void> work() {
        return jobs.take(tenants.get(), me, AT_ONCE)
                .compose(
                        taken ->
                                taken.isEmpty()
                                        ? Future.succeededFuture()
                                        : carryOut(taken.get()).compose(_ -> work()));
    }

    private Future<Void> carryOut(Jobs.Batch batch) {
        Map<Integer, String> answers = new TreeMap<>();
        List<Future<?>> acts = new ArrayList<>();
        for (Jobs.Item item : batch.items()) {
            acts.add(act(batch, item).onSuccess(answer -> answers.put(item.n(), answer)));
        }
        return Future.join(acts)
                .otherwiseEmpty()
                .compose(_ -> jobs.answer(batch, answers))
                .compose(
                        _ ->
                                answers.size() == batch.items().size()
                                        ? Future.succeededFuture()
                                        : Future.failedFuture(
                                                new IllegalStateException(
                                                        "some acts of a job failed")));
    }

    private Future<String> act(Jobs.Batch batch, Jobs.Item item) {
        return hands.act(
                        batch.tenant(),
                        new Act(
                                TenantId.named(batch.tenant()),
                                item.parked(),
                                batch.verb(),
                                item.version(),
                                batch.by(),
                                batch.reason(),
                                key(batch, item)))
                .map(
                        done ->
                                switch (done.answer()) {
                                    case ACCEPTED, DONE -> "accepted";
                                    case STALE -> "it moved on since it was seen";
                                    case REFUSED -> done.why().orElse("it does not allow this");
                                    case UNKNOWN -> "it is not there";
                                });
    }

    private static UUID key(Jobs.Batch batch, Jobs.Item item) {
        return UUID.nameUUIDFromBytes(
                (batch.job() + "/" + item.parked()).getBytes(StandardCharsets.UTF_8));
    }

    private static Void logged(Throwable failure) {
        LOG.atWarn().setCause(failure).log("A job goes on later");
        return null;
    }
}
