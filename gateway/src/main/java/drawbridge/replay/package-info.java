/// Recorded changes through other mappings: what would have become of them, beside what becomes of
/// them by the mappings in force. Nothing is written, to a system or to the journal, and no rule of
/// sync lives here: both are asked of `sync`. Read [drawbridge.replay.Replay] first, then
/// `Compared`.
@NullMarked
@CheckReturnValue
package drawbridge.replay;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
