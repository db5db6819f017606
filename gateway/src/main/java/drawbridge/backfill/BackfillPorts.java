package drawbridge.backfill;

import drawbridge.audit.Steps;
import drawbridge.crossing.engine.Arrivals;
import drawbridge.crossing.engine.Clock;
import drawbridge.crossing.engine.Dice;
import drawbridge.intake.Ownership;
import drawbridge.mapping.Mappings;
import drawbridge.system.Listing;

import java.util.function.Supplier;

/// What backfills stand on.
///
/// @param mappings asked when a backfill is taken up
/// @param listing behind the breakers, as the sweep's
/// @param steps how lists are read: as an audit reads them
public record BackfillPorts(
        Supplier<Mappings> mappings,
        Listing listing,
        Arrivals journal,
        BackfillBook book,
        Ownership ownership,
        Clock clock,
        Dice dice,
        Steps steps) {}
