package drawbridge.ops;

import drawbridge.crossing.engine.Deciding.Verb;
import drawbridge.opsapi.Job;
import drawbridge.opsapi.JobDetail;
import drawbridge.opsapi.JobWish;

import io.vertx.core.Future;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The book of acts upon many items: what was asked for, who carries it out, and an answer for each
/// item.
public interface Jobs {

    /// What a wish reaches now.
    Future<Reach> reach(Set<String> tenants, JobWish wish);

    /// Writes down a job for the items that a wish reaches in a tenant; empty where there are none.
    /// The same key is the same job.
    Future<Optional<Job>> start(String tenant, JobWish wish, String what, String by, UUID key);

    /// The newest first, at most 100.
    Future<List<Job>> list(Set<String> tenants);

    Future<Optional<JobDetail>> detail(String tenant, UUID job);

    /// Empty where there is no such job.
    Future<Optional<Job>> cancel(String tenant, UUID job, String by, UUID key);

    // ---- For who carries them out

    /// Some items of a job that nobody else is at work on, for half a minute; they are given to
    /// somebody else when they have no answer by then.
    Future<Optional<Batch>> take(Set<String> tenants, UUID owner, int items);

    Future<Void> answer(Batch batch, Map<Integer, String> answers);

    /// @param causes how many items of each cause, the most frequent first
    /// @param some a few of the items: id by tenant
    record Reach(
            Map<String, Long> tenants,
            Map<String, Long> causes,
            List<Map.Entry<String, UUID>> some) {}

    /// @param items empty: all have their answer
    record Batch(String tenant, UUID job, Verb verb, String by, String reason, List<Item> items) {}

    /// @param n its number in the job
    record Item(int n, UUID parked, long version) {}
}
