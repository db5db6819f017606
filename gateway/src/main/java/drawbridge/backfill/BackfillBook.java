package drawbridge.backfill;

import drawbridge.mapping.FlowName;
import drawbridge.mapping.ResourceName;
import drawbridge.mapping.Side;
import drawbridge.tenant.TenantId;

import io.vertx.core.Future;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The book of backfills: what was asked for, how far each list has come, which records it showed.
/// Whoever carries one out writes under the epoch of its beginning; what answers `false` was not
/// written, because a person stopped it or another replica has it.
public interface BackfillBook {

    /// @param flow empty: every flow of the tenant
    /// @param side empty: both
    /// @param perSecond so many records are sent at most
    record Run(
            TenantId tenant,
            UUID id,
            Optional<FlowName> flow,
            Optional<Side> side,
            int perSecond) {}

    enum Phase {
        MARKING,
        SENDING,
        DONE
    }

    /// How far a list has come.
    ///
    /// @param n in which order the lists are read
    /// @param page the cursor of the page that is read next; empty: the first
    /// @param sentTo the id of the last record that was handed on; empty text: none
    record ListAt(int n, ResourceName list, Phase phase, Optional<String> page, String sentTo) {}

    /// What stands before the next records.
    ///
    /// @param liveIsLate whether live work has been due for a while and nobody took it up
    /// @param waiting lanes below the live ones that are not settled, counted up to a limit
    record Queue(boolean liveIsLate, int waiting) {}

    /// Those that wait or are being carried out, the oldest first.
    Future<List<Run>> open(Set<TenantId> tenants);

    /// Takes it up. Lists that are in the book already stay as they are.
    Future<Boolean> begin(Run run, long epoch, List<ResourceName> lists);

    /// In the order in which they are read.
    Future<List<ListAt>> lists(Run run);

    /// Notes what a page showed, and where to go on, in one commit.
    ///
    /// @param unreadable rows that named no record
    Future<Boolean> mark(
            Run run,
            long epoch,
            int n,
            Collection<String> ids,
            int unreadable,
            Optional<String> next);

    /// The list is read as far as it can be.
    ///
    /// @param why what it lacks
    Future<Boolean> marked(Run run, long epoch, int n, Optional<String> why);

    /// The next of the noted records, in the order of their ids.
    Future<List<String>> next(Run run, int n, String after, int most);

    /// These were handed on, up to this id.
    ///
    /// @param speed records a second, as they went lately
    Future<Boolean> sent(Run run, long epoch, int n, int count, String to, double speed);

    /// All of the list's records were handed on.
    Future<Boolean> sentAll(Run run, long epoch, int n);

    /// @param why nothing is sent just now; empty: nothing is in the way
    Future<Boolean> held(Run run, long epoch, Optional<String> why);

    /// @param most so far the lanes that wait are counted
    Future<Queue> queue(TenantId tenant, int most);

    /// All lists are done.
    Future<Boolean> done(Run run, long epoch);
}
