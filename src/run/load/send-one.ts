/** One inbound on its way: sent, listened to, and given up when its user has no patience left. */
import type { Millis } from '../../model/units.js';
import type { Connections, Listener } from './connections.js';
import type { Visit } from './visit.js';

export function sendOne(visit: Visit, connections: Connections, now: Millis): void {
  // A timer may fire a millisecond early; nobody hangs up before patience is over.
  const wait = Math.ceil(visit.due + visit.journey.patience - now) + 1;
  const patience = setTimeout(() => visit.giveUp('deadline'), wait);
  const hangUp = connections.send(
    visit.request,
    listenerOf(visit, () => clearTimeout(patience)),
  );
  visit.onHangUp(() => {
    clearTimeout(patience);
    hangUp();
  });
}

function listenerOf(visit: Visit, over: () => void): Listener {
  return {
    head: (status, headers) => visit.head(status, headers),
    body: (chunk) => visit.body(chunk),
    end: () => {
      over();
      visit.end('complete');
    },
    fail: (failure) => {
      over();
      if (failure === 'lost') visit.lose();
      else visit.end(failure);
    },
  };
}
