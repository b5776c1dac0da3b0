export { House, type HouseDescription, type HouseOptions } from './house.ts';
export { connectToHouse, type RemoteHouse } from './house-control.ts';
export { startHouse, type TestHouse } from './start-house.ts';
export { DEMO_PASSWORD, DEMO_TENANTS } from './seed-data.ts';
