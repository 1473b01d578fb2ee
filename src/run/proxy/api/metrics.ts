/** Prometheus text: bytes by proxy, direction and place; and figures of this process. */
import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';
import type { ProxyTraffic } from './retired.js';

export interface MetricsChoice {
  readonly proxies: boolean;
  readonly runtime: boolean;
}

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores';

type Labels = readonly (readonly [string, string])[];

interface Sample {
  readonly labels?: Labels;
  readonly value: number;
}

export class Metrics {
  readonly choice: MetricsChoice;
  private readonly delay: IntervalHistogram | null;

  constructor(choice: MetricsChoice) {
    this.choice = choice;
    this.delay = choice.runtime ? monitorEventLoopDelay({ resolution: 10 }) : null;
    this.delay?.enable();
  }

  get isOn(): boolean {
    return this.choice.proxies || this.choice.runtime;
  }

  close(): void {
    this.delay?.disable();
  }

  text(traffic: readonly ProxyTraffic[]): string {
    return [
      ...(this.delay === null ? [] : runtimeFamilies(this.delay)),
      ...(this.choice.proxies ? trafficFamilies(traffic) : []),
    ].join('');
  }
}

export function zipped(text: string, accepted: string | undefined): Buffer | null {
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(accepted ?? '') ? gzipSync(text) : null;
}

function trafficFamilies(traffic: readonly ProxyTraffic[]): readonly string[] {
  // The original says nothing about them.
  const family = (name: string, value: (row: ProxyTraffic) => number): string =>
    counter(
      name,
      '',
      traffic.map((row) => ({ labels: labelsOf(row), value: value(row) })),
    );
  return [
    counter(
      'promhttp_metric_handler_errors_total',
      'Total number of internal errors encountered by the promhttp metric handler.',
      ['encoding', 'gathering'].map((cause) => ({ labels: [['cause', cause]], value: 0 })),
    ),
    family('toxiproxy_proxy_received_bytes_total', ({ received }) => received),
    family('toxiproxy_proxy_sent_bytes_total', ({ sent }) => sent),
  ];
}

function labelsOf({ direction, listener, proxy, upstream }: ProxyTraffic): Labels {
  return [
    ['direction', direction],
    ['listener', listener],
    ['proxy', proxy],
    ['upstream', upstream],
  ];
}

function runtimeFamilies(delay: IntervalHistogram): readonly string[] {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  const one = (value: number): readonly Sample[] => [{ value }];
  return [
    counter('process_cpu_seconds_total', 'User and system CPU time.', one((user + system) / 1e6)),
    gauge('process_resident_memory_bytes', 'Resident memory.', one(rss)),
    gauge('process_start_time_seconds', 'Start, since the epoch.', one(Date.now() / 1e3 - process.uptime())),
    gauge('nodejs_external_memory_bytes', 'Memory of buffers.', one(external)),
    gauge('nodejs_heap_size_used_bytes', 'Heap in use.', one(heapUsed)),
    gauge(
      'nodejs_eventloop_lag_seconds',
      'How late the loop is.',
      [50, 99].map((percent) => ({
        labels: [['quantile', `${percent / 100}`]],
        value: delay.percentile(percent) / 1e9,
      })),
    ),
    gauge('nodejs_version_info', 'Node.', [{ labels: [['version', process.version]], value: 1 }]),
  ];
}

function counter(name: string, about: string, samples: readonly Sample[]): string {
  return family('counter', name, about, samples);
}

function gauge(name: string, about: string, samples: readonly Sample[]): string {
  return family('gauge', name, about, samples);
}

/** A family without samples isn't there. */
function family(type: string, name: string, about: string, samples: readonly Sample[]): string {
  if (samples.length === 0) return '';
  const lines = samples.map(({ labels, value }) => `${name}${labelText(labels)} ${inGo(value)}`).sort();
  return `# HELP ${name} ${about}\n# TYPE ${name} ${type}\n${lines.join('\n')}\n`;
}

/** As Go prints a float in the fewest digits: from a million on with an exponent of two digits. */
function inGo(value: number): string {
  const [digits = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return String(value);
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function labelText(labels: Labels = []): string {
  if (labels.length === 0) return '';
  const said = labels.map(([name, value]) => `${name}="${value.replace(/[\\"\n]/g, escaped)}"`);
  return `{${said.join(',')}}`;
}

function escaped(found: string): string {
  return found === '\n' ? String.raw`\n` : `\\${found}`;
}
