import { CpioStream } from './cpio-stream.ts';
import type { StreamContainer } from './types.ts';

/** cpio: payloads of rpm packages, initial ramdisks. */
export const cpio: StreamContainer = {
  id: 'cpio',
  title: 'cpio archive',
  spec: 'cpio(5) of FreeBSD (new ASCII, portable ASCII); RPM, "Package payload" (stripped)',
  open: (sink, context) => new CpioStream(sink, context),
};
