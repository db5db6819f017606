/// The ways in: signed webhook, push and sweep. All of them make the same delivery and meet in
/// `journal.append`; nothing is acknowledged before that commit, and nothing here reads a link,
/// decides or writes to a system. Read [drawbridge.intake.Intake] first, then `Reception`, which
/// makes a change of whatever came.
@NullMarked
@CheckReturnValue
package drawbridge.intake;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
