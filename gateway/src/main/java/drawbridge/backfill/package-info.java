/// Backfill: brings in every record that is there already, below what is live. A list is read to
/// its end first and each record that it shows is noted; then the notes are handed to the lanes in
/// the order of their ids. Nothing here carries a record's state: the lane reads it when its turn
/// comes, so that nothing that was scanned can go over what is live. Read
/// [drawbridge.backfill.BackfillPass] first.
@NullMarked
@CheckReturnValue
package drawbridge.backfill;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
