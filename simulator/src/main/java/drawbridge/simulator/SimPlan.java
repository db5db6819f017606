package drawbridge.simulator;

import drawbridge.mapping.Flow;
import drawbridge.mapping.Mappings;
import drawbridge.mapping.Side;
import drawbridge.mapping.TenantSpec;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a world is made of. A plan gives one history, bit for bit.
///
/// @param takesBack whether users take deletes back
/// @param tenants customers whose mappings are there
/// @param without faults that do not occur
/// @param unrest how long users work and things go wrong
/// @param planted a bug that the shipped classes do not have
record SimPlan(
        long seed,
        Mappings mappings,
        boolean takesBack,
        List<String> tenants,
        Set<Fault> without,
        Duration unrest,
        Optional<Planted> planted) {

    private static final List<String> BOTH = List.of("north", "south");
    private static final Duration UNREST = Duration.ofMinutes(2);

    SimPlan {
        tenants = List.copyOf(tenants);
        without = Set.copyOf(without);
    }

    static SimPlan usual(long seed, Mappings mappings) {
        return new SimPlan(seed, mappings, false, BOTH, Set.of(), UNREST, Optional.empty());
    }

    /// The plan of a seed: even ones run the mappings of [SimMappings#OTHER] or, every eighth each,
    /// those of an app without rules and those with a group that rests, odd ones the shipped ones
    /// or, with users who also take deletes back, other policies for deletes.
    static SimPlan of(long seed) {
        return switch ((int) (seed % 8)) {
            case 3 -> usual(seed, SimMappings.HARD).withRestores();
            case 7 -> usual(seed, SimMappings.ASKED).withRestores();
            case 5 -> usual(seed, SimMappings.SHIPPED).withRestores();
            case 1 -> usual(seed, SimMappings.SHIPPED);
            case 6 -> usual(seed, SimMappings.RULELESS);
            case 4 -> usual(seed, SimMappings.RESTING);
            default -> usual(seed, SimMappings.OTHER);
        };
    }

    /// Two of the tenants of other mappings than ours.
    ///
    /// @throws Unfit if there are none, or they join other systems than those that are modelled
    static SimPlan ofOthers(Mappings mappings) {
        List<String> names = mappings.tenants().keySet().stream().sorted().limit(2).toList();
        if (names.isEmpty()) {
            throw new Unfit("there is no tenant in it.");
        }
        for (String name : names) {
            fits(name, mappings.tenant(name).orElseThrow());
        }
        return new SimPlan(1, mappings, false, names, Set.of(), UNREST, Optional.empty());
    }

    /// Which customers of these mappings run, and which do not.
    String whoRuns() {
        List<String> others =
                mappings.tenants().keySet().stream()
                        .filter(name -> !tenants.contains(name))
                        .sorted()
                        .toList();
        return "Runs the tenant%s %s.%s"
                .formatted(
                        tenants.size() == 1 ? "" : "s",
                        String.join(" and ", tenants),
                        others.isEmpty()
                                ? ""
                                : " A world has two at most, the first by name; not run: %s."
                                        .formatted(String.join(", ", others)));
    }

    private static void fits(String name, TenantSpec tenant) {
        Flow flow = tenant.flows().get(SimWorld.APPOINTMENTS);
        boolean joins =
                flow != null
                        && flow.end(Side.ACME).resource().equals(SimWorld.APPOINTMENT)
                        && flow.end(Side.APP).resource().equals(SimWorld.EVENT);
        if (!joins || !tenant.flows().containsKey(SimWorld.USERS)) {
            throw new Unfit(
                    "the tenant "
                            + name
                            + " needs the flows 'users' and 'appointments', the latter between"
                            + " acme.appointment and app.event: these are the records that the"
                            + " modelled users work on.");
        }
    }

    /// These mappings cannot be simulated.
    static final class Unfit extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unfit(String sentence) {
            super(sentence, null, false, false);
        }
    }

    SimPlan withSeed(long other) {
        return new SimPlan(other, mappings, takesBack, tenants, without, unrest, planted);
    }

    private SimPlan withRestores() {
        return new SimPlan(seed, mappings, true, tenants, without, unrest, planted);
    }

    SimPlan forTenant(String tenant) {
        return new SimPlan(seed, mappings, takesBack, List.of(tenant), without, unrest, planted);
    }

    SimPlan without(Fault fault) {
        Set<Fault> more = EnumSet.of(fault);
        more.addAll(without);
        return new SimPlan(seed, mappings, takesBack, tenants, more, unrest, planted);
    }

    SimPlan within(Duration shorter) {
        return new SimPlan(seed, mappings, takesBack, tenants, without, shorter, planted);
    }

    SimPlan with(Planted bug) {
        return new SimPlan(seed, mappings, takesBack, tenants, without, unrest, Optional.of(bug));
    }

    /// What is left of it, for people.
    String inWords() {
        List<String> faults =
                Arrays.stream(Fault.values())
                        .filter(fault -> !without.contains(fault))
                        .map(Fault::word)
                        .toList();
        return "%s, %d s of unrest, with %s"
                .formatted(
                        String.join(" and ", tenants),
                        unrest.toSeconds(),
                        faults.isEmpty() ? "no faults" : String.join(", ", faults));
    }
}
