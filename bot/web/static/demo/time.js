// Instants as people in the company read them: Chinese local time, whatever the viewer's own zone.

const ZONE = "Asia/Shanghai";
const parts = new Intl.DateTimeFormat("zh-CN", {
  timeZone: ZONE, year: "numeric", month: "numeric", day: "numeric", weekday: "short",
  hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
});

export function read(instant) {
  const found = {};
  for (const { type, value } of parts.formatToParts(new Date(instant))) found[type] = value;
  return found;
}

export function hourMinute(instant) {
  const t = read(instant);
  return `${t.hour}:${t.minute}`;
}

const dayNumber = (instant) => {
  const t = read(instant);
  return Math.round(Date.UTC(+t.year, t.month - 1, +t.day) / 86400000);
};

export function dayAndHour(instant, now) {
  const days = dayNumber(instant) - dayNumber(now);
  const t = read(instant);
  const day = { 0: "", "-1": "昨天 ", 1: "明天 ", 2: "后天 " }[days];
  return `${day ?? `${t.month}月${t.day}日 `}${t.hour}:${t.minute}`;
}

export function shortDay(instant, now) {
  const days = dayNumber(instant) - dayNumber(now);
  if (days === 0) return hourMinute(instant);
  if (days === -1) return "昨天";
  const t = read(instant);
  return `${t.month}/${t.day}`;
}

function span(milliseconds) {
  const minutes = Math.floor(Math.abs(milliseconds) / 60000);
  if (minutes < 1) return "不到1分钟";
  if (minutes < 60) return `${minutes}分钟`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours}小时${minutes % 60}分` : `${hours}小时`;
  return `${Math.floor(hours / 24)}天${hours % 24 ? `${hours % 24}小时` : ""}`;
}

export function untilText(due, now) {
  const left = new Date(due) - now;
  return left >= 0 ? `还有 ${span(left)}` : `已超 ${span(left)}`;
}
