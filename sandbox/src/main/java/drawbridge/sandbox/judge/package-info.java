/// The judge: reads the ledgers of both systems, what the traffic meant and was told, and the
/// journal's rows, and says whether the gateway kept its promises. It believes the ledgers; rows
/// only say which record belongs to which. It shares no code with the gateway nor with the
/// witnesses, and knows the mapping in words of its own. Read `Judge` first, then any class that is
/// a `Check`.
@CheckReturnValue
@NullMarked
package drawbridge.sandbox.judge;

import com.google.errorprone.annotations.CheckReturnValue;

import org.jspecify.annotations.NullMarked;
